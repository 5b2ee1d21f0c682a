/**
 * Renewal of the trust certificate, the thin version: checked every six hours, a new key and a new
 * certificate in the last thirty days, over mutual TLS with the current one.
 */
import { describeFailure } from './outage.ts';
import type { AgentEffect, AgentIdentity, AgentState, CallFailure, Step } from './state.ts';

const MINUTE_MS = 60_000;

export function checkRenewal(state: AgentState, nowMs: number): Step {
  const { config, identity, timings } = state;
  const everyMs = config
    ? config.CheckForTrustRenewPeriodInMinutes * MINUTE_MS
    : timings.renewalCheckIntervalMs;
  const windowMs = config
    ? config.MinutesInTrustLifetimeBeforeRenew * MINUTE_MS
    : timings.renewalWindowMs;
  const leftMs = identity ? identity.notAfterMs - nowMs : 0;
  const again: AgentEffect = { type: 'timer', name: 'renewal', dueMs: nowMs + everyMs };
  if (!config || leftMs <= 0 || leftMs > windowMs) return [state, [again]];
  const url = `${config.TrustRenewEndpoint}/RenewTrustCertificate`;
  return [state, [again, { type: 'renew', url }]];
}

export function renewed(state: AgentState, result: AgentIdentity | CallFailure): Step {
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
