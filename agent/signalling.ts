/**
 * Signalling: the open sockets over which requests arrive. A dead one is only noticed by its
 * silence, which is why sign-ins fail differently before and after that moment.
 */
import type { SignalFrame } from '../protocol/messages.ts';
import type { NetworkFailure } from '../protocol/network-failure.ts';
import { noticeOutage } from './outage.ts';
import type { AgentEffect, AgentState, CallFailure, Listener, Step } from './state.ts';
import { requestArrived } from './validation.ts';

/** Opens a listener for each endpoint of the configuration that has none. */
export function openMissing(state: AgentState): Step {
  const endpoints = state.config?.SignalingListenerEndpoints ?? [];
  const effects: AgentEffect[] = [];
  const listeners = endpoints.map((endpoint, index): Listener => {
    const listener = state.listeners[index];
    if (listener) return listener;
    effects.push({ type: 'open-listener', index, url: endpoint.Url });
    return { status: 'opening', attempts: 0 };
  });
  return [{ ...state, listeners }, effects];
}

export function openDue(state: AgentState, index: number): Step {
  const listener = state.listeners[index];
  const url = state.config?.SignalingListenerEndpoints[index]?.Url;
  if (listener?.status !== 'waiting' || !url) return [state, []];
  return [
    withListener(state, index, { status: 'opening', attempts: listener.attempts }),
    [{ type: 'open-listener', index, url }],
  ];
}

/** Lets go of every listener; those still being opened are closed when they come. */
export function closeAll(state: AgentState): Step {
  const open = state.listeners.flatMap((listener, index): AgentEffect[] =>
    listener.status === 'open' ? [{ type: 'close-listener', index }] : [],
  );
  return [{ ...state, listeners: [] }, open];
}

export function listenerOpened(state: AgentState, index: number, nowMs: number): Step {
  if (!state.listeners[index]) return [state, [{ type: 'close-listener', index }]];
  const restored: AgentEffect[] = state.cloudReached
    ? []
    : [
        {
          type: 'log',
          event: 'signallingRestored',
          message: `Signalling listener ${index} is open again.`,
        },
      ];
  return [
    withListener({ ...state, cloudReached: true }, index, {
      status: 'open',
      heardMs: nowMs,
      sequence: 0,
    }),
    [...restored, keepAliveTimer(state, index, nowMs, nowMs)],
  ];
}

export function listenerFailed(
  state: AgentState,
  index: number,
  why: CallFailure,
  nowMs: number,
): Step {
  const listener = state.listeners[index];
  if (listener?.status !== 'opening') return [state, []];
  const [noticed, logged] = noticeOutage(state, `signalling listener ${index}`, why);
  const [next, retry] = retryLater(noticed, index, listener.attempts + 1, nowMs);
  return [next, [...logged, ...retry]];
}

export function listenerClosed(
  state: AgentState,
  index: number,
  failure: NetworkFailure | undefined,
  nowMs: number,
): Step {
  if (state.listeners[index]?.status !== 'open') return [state, []];
  return lost(state, index, failure ?? 'closed', nowMs);
}

export function keepAliveDue(state: AgentState, index: number, nowMs: number): Step {
  const listener = state.listeners[index];
  if (listener?.status !== 'open') return [state, []];
  if (nowMs - listener.heardMs >= state.timings.keepAliveTimeoutMs) {
    const [next, effects] = lost(state, index, 'timed-out', nowMs);
    return [next, [{ type: 'close-listener', index }, ...effects]];
  }
  const sequence = listener.sequence + 1;
  return [
    withListener(state, index, { ...listener, sequence }),
    [
      { type: 'send', index, frame: { type: 'keepalive', sequence } },
      keepAliveTimer(state, index, nowMs, listener.heardMs),
    ],
  ];
}

export function listenerRested(state: AgentState, index: number, lastBeatMs: number): Step {
  const listener = state.listeners[index];
  if (listener?.status !== 'open') return [state, []];
  const heard = withListener(state, index, { ...listener, heardMs: lastBeatMs });
  return [heard, [keepAliveTimer(state, index, lastBeatMs, lastBeatMs)]];
}

export function frameArrived(
  state: AgentState,
  index: number,
  frame: SignalFrame,
  nowMs: number,
): Step {
  const listener = state.listeners[index];
  if (listener?.status !== 'open') return [state, []];
  const heard = withListener(state, index, { ...listener, heardMs: nowMs });
  if (frame.type !== 'notify') return [heard, []];
  const ack: AgentEffect = {
    type: 'send',
    index,
    frame: { type: 'ack', requestId: frame.request.RequestId },
  };
  const [next, effects] = requestArrived(heard, frame.request, nowMs);
  return [next, [ack, ...effects]];
}

function lost(state: AgentState, index: number, failure: NetworkFailure, nowMs: number): Step {
  const message = `Signalling listener ${index} was lost: ${failure}.`;
  const [next, retry] = retryLater(state, index, 0, nowMs);
  return [next, [{ type: 'log', event: 'signallingLost', message }, ...retry]];
}

/**
 * Five attempts with a doubling pause (WebSocketSignalingSettings), then a longer pause and a new
 * series.
 */
function retryLater(state: AgentState, index: number, attempts: number, nowMs: number): Step {
  const { timings } = state;
  const exhausted = attempts >= timings.signallingRetryAttempts;
  const pauseMs = exhausted
    ? timings.signallingRetryPauseMs
    : timings.signallingRetryFirstMs * timings.signallingRetryFactor ** attempts;
  return [
    withListener(state, index, { status: 'waiting', attempts: exhausted ? 0 : attempts }),
    [{ type: 'timer', name: `open:${index}`, dueMs: nowMs + pauseMs }],
  ];
}

/**
 * The next keep-alive, or the moment at which the silence has lasted too long, if that is sooner.
 */
function keepAliveTimer(
  { timings }: AgentState,
  index: number,
  nowMs: number,
  heardMs: number,
): AgentEffect {
  const silentMs = heardMs + timings.keepAliveTimeoutMs;
  const dueMs = Math.min(nowMs + timings.keepAliveIntervalMs, silentMs);
  return { type: 'timer', name: `keepalive:${index}`, dueMs };
}

function withListener(state: AgentState, index: number, listener: Listener): AgentState {
  return { ...state, listeners: state.listeners.with(index, listener) };
}
