/**
 * Bootstrap: the heartbeat of an agent. Every ten minutes, also after failures (the 2020 captures;
 * the 2025 ones back off further, see `bootstrapIntervalMs` in `protocol/timings.ts`).
 */
import type { BootstrapResponse } from '../protocol/messages.ts';
import { describeFailure } from './outage.ts';
import { openMissing } from './signalling.ts';
import type { AgentEffect, AgentState, CallFailure, Step } from './state.ts';

export function bootstrapDue(state: AgentState): Step {
  const { consecutiveFailures } = state;
  return [state, [{ type: 'bootstrap', initial: !state.config, consecutiveFailures }]];
}

export function bootstrapped(
  state: AgentState,
  result: BootstrapResponse | CallFailure,
  nowMs: number,
): Step {
  return 'failure' in result ? failed(state, result, nowMs) : succeeded(state, result, nowMs);
}

function succeeded(state: AgentState, config: BootstrapResponse, nowMs: number): Step {
  const again: AgentEffect = {
    type: 'timer',
    name: 'bootstrap',
    dueMs: nowMs + config.PeriodicBootstrapIntervalMilliseconds,
  };
  const failures = state.consecutiveFailures;
  const recovered: AgentEffect[] = failures
    ? [
        {
          type: 'log',
          event: 'bootstrapRecovered',
          message: `Bootstrap works again after ${failures} failures.`,
        },
      ]
    : [];
  const [next, opening] = openMissing({
    ...state,
    config,
    consecutiveFailures: 0,
    cloudReached: true,
  });
  return [next, [...recovered, again, ...opening]];
}

function failed(state: AgentState, why: CallFailure, nowMs: number): Step {
  const intervalMs =
    state.config?.PeriodicBootstrapIntervalMilliseconds ?? state.timings.bootstrapIntervalMs;
  const expired = state.identity && state.identity.notAfterMs <= nowMs;
  const effects: AgentEffect[] = [
    { type: 'timer', name: 'bootstrap', dueMs: nowMs + intervalMs },
    { type: 'log', event: 'cloudUnreachable', message: describeFailure('bootstrap', why) },
  ];
  if (expired) {
    effects.push({
      type: 'log',
      event: 'trustExpired',
      message: 'The trust certificate has expired: install and register the agent again.',
    });
  }
  return [
    { ...state, consecutiveFailures: state.consecutiveFailures + 1, cloudReached: false },
    effects,
  ];
}
