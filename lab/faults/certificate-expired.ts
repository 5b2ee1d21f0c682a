/**
 * Nobody renewed the certificate. Nothing shows for months; then the cloud drops the agent, and no
 * restart brings it back.
 */
import { MINUTE_MS } from '../../protocol/time-units.ts';
import type { Fault } from './fault.ts';
import { CALM_TIMINGS } from './shared/calm-timings.ts';
import { healedClaim, NO_AGENT_RESULTS, USUAL_RESULTS } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const certificateExpired: Fault = {
  id: 'certificate-expired',
  title: 'Certificate not renewed',
  family: 'agent',
  cause:
    'The agent does not renew its certificate in its last thirty days, and the certificate ends. What ' +
    'heals it is an administrator who installs the agent again.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [{ ...onServers(where), kind: 'no-renewal' }],
  symptoms: (timings) => [
    {
      phase: 'unnoticed',
      afterMs: 0,
      untilMs: timings.certificateLifetimeMs / 2,
      results: USUAL_RESULTS,
      events: [],
      status: 'Active',
    },
    {
      phase: 'noticed',
      afterMs: timings.certificateLifetimeMs,
      results: NO_AGENT_RESULTS,
      events: [31034, 60008],
      status: 'unlisted',
    },
    healedClaim(timings),
  ],
  // A certificate of ten minutes, renewed after four where renewal works.
  seenIn: {
    timings: {
      ...CALM_TIMINGS,
      certificateLifetimeMs: 10 * MINUTE_MS,
      renewalWindowMs: 6 * MINUTE_MS,
      renewalCheckIntervalMs: MINUTE_MS,
      renewalRetryMs: MINUTE_MS,
      renewalTurnMs: 10_000,
      bootstrapIntervalMs: 2 * MINUTE_MS,
    },
    forMs: 16 * MINUTE_MS,
  },
  lookAlike: {
    fault: 'block-443',
    toldApartBy:
      'Both log 31034. An agent behind a blocked 443 stays on the list as Inactive for ten days; one ' +
      'whose certificate ended is gone from it at once, and its log names the certificate (60008).',
  },
  fix:
    'Install and register the agent again, with an administrator’s sign-in: Entra has deleted it. Find ' +
    'out what kept it from its renewal endpoint.',
  basis: 'documented',
  sources: ['ED-SEC', 'SEED-C'],
};
