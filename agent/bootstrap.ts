/**
 * Bootstrap: the heartbeat of an agent. Every ten minutes, also after failures (the 2020 captures;
 * the 2025 ones back off further, see `bootstrapIntervalMs` in `protocol/timings.ts`).
 */
import type { BootstrapResponse } from '../protocol/messages.ts';
import { describeFailure } from './outage.ts';
import { closeAll, openMissing } from './signalling.ts';
import type { AgentEffect, AgentState, CallFailure, Step } from './state.ts';

export function bootstrapDue(state: AgentState, nowMs: number): Step {
  const { consecutiveFailures } = state;
  const why = certificateProblem(state, nowMs);
  if (why) return withoutCertificate(state, why, nowMs);
  return [state, [{ type: 'bootstrap', initial: !state.config, consecutiveFailures }]];
}

/** What is wrong with the own certificate at the time that this server believes it is. */
function certificateProblem({ identity, conditions }: AgentState, nowMs: number) {
  const ownMs = nowMs + conditions.clockOffsetMs;
  if (!identity || ownMs < identity.notBeforeMs) return 'is not valid yet';
  return ownMs > identity.notAfterMs ? 'has expired' : undefined;
}

/**
 * A certificate that does not hold opens no connection, and those that are open carry nobody's
 * trust any more: the agent lets go of them (assumed; the fact sheet has only where it ends).
 */
function withoutCertificate(state: AgentState, why: string, nowMs: number): Step {
  const [closed, closing] = closeAll(state);
  const [next, effects] = failed(
    closed,
    { failure: 'client-certificate-rejected', at: 'tls' },
    nowMs,
  );
  if (why === 'has expired') return [next, [...closing, ...effects]];
  const at = new Date(nowMs + state.conditions.clockOffsetMs).toISOString();
  const message = `The certificate of the agent ${why} at ${at}, the time of this server.`;
  return [next, [...closing, ...effects, { type: 'log', event: 'certificateNotUsable', message }]];
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
  const ownMs = nowMs + state.conditions.clockOffsetMs;
  const expired = state.identity && state.identity.notAfterMs <= ownMs;
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
  if (why.at === 'connect') effects.push({ type: 'report-status' });
  return [
    { ...state, consecutiveFailures: state.consecutiveFailures + 1, cloudReached: false },
    effects,
  ];
}
