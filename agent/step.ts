/** The agent's whole behaviour on one screen: every event and the pure function that answers it. */
import { bootstrapDue, bootstrapped } from './bootstrap.ts';
import { checkRenewal, renewed } from './renewal.ts';
import {
  closeAll,
  frameArrived,
  keepAliveDue,
  listenerClosed,
  listenerFailed,
  listenerOpened,
  listenerRested,
  openDue,
} from './signalling.ts';
import type { AgentEvent, AgentIdentity, AgentState, Step, TimerName } from './state.ts';
import { directoryAnswered, passwordOpened, postAgain, posted } from './validation.ts';

export function step(state: AgentState, event: AgentEvent, nowMs: number): Step {
  if (state.life === 'stopped') return [state, []];
  switch (event.type) {
    case 'started':
      return started(state, event.identity, nowMs);
    case 'stopped':
      return stopped(state);
    case 'conditions':
      return [{ ...state, conditions: event.conditions }, []];
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
    case 'rested':
      return listenerRested(state, event.index, nowMs);
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
      return renewed(state, event.result, nowMs);
    default:
      return event satisfies never;
  }
}

function started(state: AgentState, identity: AgentIdentity, nowMs: number): Step {
  const running: AgentState = { ...state, life: 'running', identity };
  const [next, first] = bootstrapDue(running, nowMs);
  return [
    next,
    [
      { type: 'log', event: 'serviceStarted', message: 'The agent service started.' },
      ...first,
      { type: 'timer', name: 'renewal', dueMs: nowMs + state.timings.renewalCheckIntervalMs },
    ],
  ];
}

function stopped(state: AgentState): Step {
  const [closed, closing] = closeAll(state);
  return [
    { ...closed, life: 'stopped' },
    [...closing, { type: 'log', event: 'serviceStopped', message: 'The agent service stopped.' }],
  ];
}

function timerDue(state: AgentState, name: TimerName, nowMs: number): Step {
  if (name === 'bootstrap') return bootstrapDue(state, nowMs);
  if (name === 'renewal') return checkRenewal(state, nowMs);
  const [kind, index] = name.split(':');
  return kind === 'open'
    ? openDue(state, Number(index))
    : keepAliveDue(state, Number(index), nowMs);
}
