/**
 * The agent's open signalling sockets, by index: opens them, hands on what they say, and closes
 * them.
 */
import { SIGNALLING_PROTOCOL, type SignalFrame } from '../protocol/messages.ts';
import type { Channel, ChannelListener } from '../runtime/ports.ts';
import type { Link } from './link.ts';
import type { AgentEffect, AgentEvent } from './state.ts';
import { parseFrame } from './wire.ts';

export interface Listeners {
  open(effect: Extract<AgentEffect, { type: 'open-listener' }>): Promise<AgentEvent>;
  close(index: number): void;
  send(index: number, frame: SignalFrame): void;
  /** At a keep-alive that is due: true if it and the next ones may be left out. */
  rest(index: number): boolean;
  /** What a keep-alive would find is about to change. */
  wake(): void;
  /** What the operating system does with the sockets of a process that is gone. */
  dropAll(): void;
}

type Dispatch = (event: AgentEvent, atMs?: number) => void;

export function createListeners(link: Link, dispatch: Dispatch): Listeners {
  const sockets: Sockets = { channels: new Map(), over: false };
  const { channels } = sockets;
  return {
    open: (effect) => openSocket(link, sockets, effect, dispatch),
    close(index) {
      const channel = channels.get(index);
      channels.delete(index);
      channel?.close();
    },
    rest: (index) =>
      channels.get(index)?.rest?.begin(link.options.timings.keepAliveIntervalMs) ?? false,
    wake() {
      for (const channel of channels.values()) channel.rest?.end();
    },
    send: (index, frame) => channels.get(index)?.send(JSON.stringify(frame)),
    dropAll() {
      sockets.over = true;
      const open = [...channels.values()];
      channels.clear();
      for (const channel of open) channel.close();
    },
  };
}

interface Sockets {
  readonly channels: Map<number, Channel>;
  over: boolean;
}

async function openSocket(
  link: Link,
  sockets: Sockets,
  { index, url }: Extract<AgentEffect, { type: 'open-listener' }>,
  dispatch: Dispatch,
): Promise<AgentEvent> {
  const { channels } = sockets;
  let own: Channel | undefined;
  const listener: ChannelListener = {
    message(text) {
      const frame = parseFrame(text);
      if (frame) dispatch({ type: 'frame', index, frame });
    },
    closed(failure) {
      // A listener may have been replaced by the time its old socket says that it is gone.
      if (channels.get(index) !== own) return;
      channels.delete(index);
      dispatch({ type: 'listener-closed', index, failure });
    },
  };
  const timeoutMs = link.options.timings.signallingOpenTimeoutMs;
  const call = { from: link.vantage, timeoutMs };
  const outcome = await link.open(url, SIGNALLING_PROTOCOL, listener, call);
  if (!outcome.ok) {
    const why = { failure: outcome.failure, at: outcome.at };
    return { type: 'listener-failed', index, why };
  }
  own = outcome.value;
  // It came too late: nobody is there any more to listen.
  if (sockets.over) own.close();
  channels.set(index, own);
  own.rest?.onEnd((lastBeatMs) => {
    if (channels.get(index) === own) dispatch({ type: 'rested', index }, lastBeatMs);
  });
  return { type: 'listener-opened', index };
}
