/**
 * Open signalling connections and what is heard on them. A connection counts until it closes or has
 * been silent for `keepAliveTimeoutMs`: one that died without a word stays selectable until then,
 * and requests handed to it run into their deadline, as in production.
 */
import type { SignalFrame } from '../../protocol/messages.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Channel, ChannelListener, Clock, Dice } from '../../runtime/ports.ts';
import { isRecord, parseJson } from '../json.ts';
import { choose } from './choice.ts';

export interface Signalling extends Disposable {
  /** Takes a connection of an agent whose certificate has been checked. */
  opened(agentId: string, channel: Channel): ChannelListener;
  listeners(agentId: string): number;
  /** At random among those of `agentIds` that are connected, then among the agent's connections. */
  choose(agentIds: readonly string[]): { agentId: string; channel: Channel } | undefined;
  /** Closes what an agent has open. */
  drop(agentId: string): void;
}

export interface SignallingOptions {
  clock: Clock;
  dice: Dice;
  timings: Pick<Timings, 'keepAliveTimeoutMs'>;
  /** As in `choice.ts`; 0: each equally often. */
  skew: number;
  /** Told of each connection; what it gives back is disposed of when that one is gone. */
  connected?(agentId: string): Disposable;
}

export function createSignalling(options: SignallingOptions): Signalling {
  const { clock, dice, timings, skew } = options;
  const open: OpenConnections = new Map();

  function forget(agentId: string, channel: Channel): void {
    const channels = open.get(agentId);
    channels?.get(channel)?.[Symbol.dispose]();
    channels?.delete(channel);
    if (channels?.size === 0) open.delete(agentId);
  }

  function giveUp(agentId: string, channel: Channel): void {
    forget(agentId, channel);
    channel.close();
  }

  return {
    opened(agentId, channel) {
      const channels = open.get(agentId) ?? new Map<Channel, Disposable>();
      const silence = watchSilence(clock, timings.keepAliveTimeoutMs, channel.rest, () =>
        giveUp(agentId, channel),
      );
      const held = withPresence(silence, options.connected?.(agentId));
      open.set(agentId, channels.set(channel, held));
      return {
        message(text) {
          if (!channels.has(channel)) return;
          silence.heard();
          if (!takeFrame(channel, text)) giveUp(agentId, channel);
        },
        closed: () => forget(agentId, channel),
      };
    },
    listeners: (agentId) => open.get(agentId)?.size ?? 0,
    choose(agentIds) {
      const connected = agentIds.filter((id) => open.has(id));
      const agentId = choose(connected, skew, dice);
      if (agentId === undefined) return undefined;
      const channel = choose([...(open.get(agentId)?.keys() ?? [])], 0, dice);
      return channel && { agentId, channel };
    },
    drop(agentId) {
      for (const channel of [...(open.get(agentId)?.keys() ?? [])]) giveUp(agentId, channel);
    },
    [Symbol.dispose]: () => letGo(open),
  };
}

type OpenConnections = Map<string, Map<Channel, Disposable>>;

function letGo(open: OpenConnections): void {
  for (const held of open.values()) for (const one of held.values()) one[Symbol.dispose]();
  open.clear();
}

function withPresence(silence: Silence, presence: Disposable | undefined): Disposable {
  if (presence === undefined) return silence;
  return {
    [Symbol.dispose]() {
      silence[Symbol.dispose]();
      presence[Symbol.dispose]();
    },
  };
}

/** False if it was no frame of an agent's. */
function takeFrame(channel: Channel, text: string): boolean {
  const frame = parseAgentFrame(text);
  if (frame?.type === 'keepalive') sendFrame(channel, { ...frame, type: 'keepalive-ack' });
  return frame !== undefined;
}

interface Silence extends Disposable {
  heard(): void;
}

/**
 * One timer at a time: hearing something only moves the moment, and the timer finds out when it
 * fires. A connection at rest is silent and well.
 */
function watchSilence(
  clock: Clock,
  timeoutMs: number,
  rest: Channel['rest'],
  over: () => void,
): Silence {
  let endMs = clock.nowMs() + timeoutMs;
  const arm = (): Disposable =>
    clock.at(endMs, () => {
      if (rest?.resting) parked = true;
      else if (clock.nowMs() >= endMs) over();
      else timer = arm();
    });
  let parked = false;
  let timer = arm();
  rest?.onEnd((lastBeatMs) => {
    endMs = Math.max(endMs, lastBeatMs + timeoutMs);
    if (parked) timer = arm();
    parked = false;
  });
  return {
    heard() {
      endMs = clock.nowMs() + timeoutMs;
    },
    [Symbol.dispose]: () => timer[Symbol.dispose](),
  };
}

export function sendFrame(channel: Channel, frame: SignalFrame): void {
  channel.send(JSON.stringify(frame));
}

type AgentFrame = Extract<SignalFrame, { type: 'keepalive' | 'ack' }>;

/** Agents send nothing but these two; anything else is not an agent's. */
function parseAgentFrame(text: string): AgentFrame | undefined {
  const frame = parseJson(text);
  if (!isRecord(frame)) return undefined;
  if (frame.type === 'keepalive' && Number.isSafeInteger(frame.sequence)) {
    return { type: 'keepalive', sequence: Number(frame.sequence) };
  }
  if (frame.type === 'ack' && typeof frame.requestId === 'string') {
    return { type: 'ack', requestId: frame.requestId };
  }
  return undefined;
}
