/**
 * Renewal of the trust certificate: checked every six hours, a new key and a new certificate in the
 * last thirty days, over mutual TLS with the current one. The cloud lets one agent of a tenant at a
 * time (ED-SEC); the others ask again.
 */
import { MINUTE_MS } from '../protocol/time-units.ts';
import { describeFailure } from './outage.ts';
import type { AgentEffect, AgentIdentity, AgentState, CallFailure, Step } from './state.ts';

export function checkRenewal(state: AgentState, nowMs: number): Step {
  const { config, identity, timings, conditions } = state;
  const everyMs = config
    ? config.CheckForTrustRenewPeriodInMinutes * MINUTE_MS
    : timings.renewalCheckIntervalMs;
  const windowMs = config
    ? config.MinutesInTrustLifetimeBeforeRenew * MINUTE_MS
    : timings.renewalWindowMs;
  const leftMs = identity ? identity.notAfterMs - nowMs - conditions.clockOffsetMs : 0;
  const again: AgentEffect = { type: 'timer', name: 'renewal', dueMs: nowMs + everyMs };
  const due = config && leftMs > 0 && leftMs <= windowMs;
  if (!due || conditions.renewalOff) return [state, [again]];
  const url = `${config.TrustRenewEndpoint}/RenewTrustCertificate`;
  return [state, [again, { type: 'renew', url }]];
}

export function renewed(
  state: AgentState,
  result: AgentIdentity | 'deferred' | CallFailure,
  nowMs: number,
): Step {
  if (result === 'deferred') return deferred(state, nowMs);
  if ('failure' in result) {
    const message = describeFailure('renewal', result);
    return [state, [{ type: 'log', event: 'renewalFailed', message }]];
  }
  const until = new Date(result.notAfterMs).toISOString();
  return [
    { ...state, identity: result },
    [{ type: 'log', event: 'certificateRenewed', message: `Certificate renewed until ${until}.` }],
  ];
}

/** Another agent of the tenant has its turn. */
function deferred(state: AgentState, nowMs: number): Step {
  const { config, timings } = state;
  const everyMs = config
    ? config.CheckForTrustRenewPeriodInMinutes * MINUTE_MS
    : timings.renewalCheckIntervalMs;
  const dueMs = nowMs + Math.min(timings.renewalRetryMs, everyMs);
  const message = 'The cloud is renewing another agent of the tenant; asking again later.';
  return [
    state,
    [
      { type: 'timer', name: 'renewal', dueMs },
      { type: 'log', event: 'renewalDeferred', message },
    ],
  ];
}
