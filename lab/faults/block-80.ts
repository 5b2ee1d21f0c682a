/**
 * Port 80 shut: agents cannot download revocation lists. Nobody notices at a sign-in, which is why
 * it stays that way until somebody's policy is strict.
 */
import { CLOUD_PORTS } from '../../protocol/hosts.ts';
import type { Fault } from './fault.ts';
import { BLOCKED_HOW, blockedHow } from './shared/blocked.ts';
import { healedClaim, USUAL_RESULTS } from './shared/symptoms.ts';
import { pathScope } from './shared/where.ts';

export const block80: Fault = {
  id: 'block-80',
  title: 'Outbound 80 blocked',
  family: 'network',
  cause:
    'A firewall lets TCP 80 out no longer: the agents’ servers cannot download certificate ' +
    'revocation lists.',
  where: ['sites', 'agents'],
  parameters: { how: BLOCKED_HOW },
  effects: (where, values) => [
    {
      on: 'path',
      kind: blockedHow(values),
      scope: pathScope(where, ['*'], [CLOUD_PORTS.revocation]),
      // Each download opens its own connection.
      established: 'keep',
    },
  ],
  // A list that was downloaded is good for a while.
  seenIn: { timings: { revocationCheckIntervalMs: 60_000 } },
  symptoms: (timings) => [
    { phase: 'noticed', afterMs: 0, results: USUAL_RESULTS, events: [60017], status: 'Active' },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'block-443',
    toldApartBy:
      'Sign-ins go on and agents stay Active: all there is to see is the agents’ warning that a ' +
      'revocation list could not be downloaded.',
  },
  fix:
    'Allow outbound TCP 80 from every agent server to the revocation lists’ hosts (crl3.digicert.com and ' +
    'the others of the prerequisites).',
  basis: 'assumed',
  sources: ['ED-QS', 'lab'],
};
