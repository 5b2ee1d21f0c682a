/** The agent's whole behaviour on one screen: every event and the pure function that answers it. */
import { bootstrapDue, bootstrapped } from './bootstrap.ts';
import { checkRenewal, renewed } from './renewal.ts';
import {
  frameArrived,
  keepAliveDue,
  listenerClosed,
  listenerFailed,
  listenerOpened,
  openDue,
} from './signalling.ts';
import type { AgentEvent, AgentState, Step, TimerName } from './state.ts';
import { directoryAnswered, passwordOpened, postAgain, posted } from './validation.ts';

export function step(state: AgentState, event: AgentEvent, nowMs: number): Step {
  if (state.life === 'stopped') return [state, []];
  switch (event.type) {
    case 'started':
      return [
        { ...state, life: 'running' },
        [{ type: 'log', event: 'serviceStarted', message: 'The agent service started.' }],
      ];
    case 'stopped':
      return stopped(state);
    case 'registered':
      return registered({ ...state, identity: event.result }, nowMs);
    case 'timer':
      return timerDue(state, event.name, nowMs);
    case 'bootstrapped':
      return bootstrapped(state, event.result, nowMs);
    case 'listener-opened':
      return listenerOpened(state, event.index, nowMs);
    case 'listener-failed':
      return listenerFailed(state, event.index, event.why, nowMs);
    case 'listener-closed':
      return listenerClosed(state, event.index, event.failure, nowMs);
    case 'frame':
      return frameArrived(state, event.index, event.frame, nowMs);
    case 'password-opened':
      return passwordOpened(state, event.validation, event.password);
    case 'directory-answered':
      return directoryAnswered(state, event, nowMs);
    case 'posted':
      return posted(state, event, nowMs);
    case 'post-again':
      return postAgain(state, event);
    case 'renewed':
      return renewed(state, event.result);
    default:
      return event satisfies never;
  }
}

function registered(state: AgentState, nowMs: number): Step {
  return [
    state,
    [
      { type: 'log', event: 'registered', message: `Registered as ${state.identity?.agentId}.` },
      { type: 'bootstrap', initial: true, consecutiveFailures: 0 },
      { type: 'timer', name: 'renewal', dueMs: nowMs + state.timings.renewalCheckIntervalMs },
    ],
  ];
}

function stopped(state: AgentState): Step {
  const open = state.listeners.flatMap((listener, index) =>
    listener.status === 'open' ? [{ type: 'close-listener' as const, index }] : [],
  );
  return [
    { ...state, life: 'stopped', listeners: [] },
    [...open, { type: 'log', event: 'serviceStopped', message: 'The agent service stopped.' }],
  ];
}

function timerDue(state: AgentState, name: TimerName, nowMs: number): Step {
  if (name === 'bootstrap') return bootstrapDue(state);
  if (name === 'renewal') return checkRenewal(state, nowMs);
  const [kind, index] = name.split(':');
  return kind === 'open'
    ? openDue(state, Number(index))
    : keepAliveDue(state, Number(index), nowMs);
}
