/**
 * 443 is shut and 8080 is not: the one case in which the portal says Active and nobody can sign in
 * although no agent is reachable.
 */
import { CLOUD_PATTERNS, CLOUD_PORTS } from '../../protocol/hosts.ts';
import type { Fault } from './fault.ts';
import { BLOCKED_HOW, blocking } from './shared/blocked.ts';
import { ESTABLISHED } from './shared/parameters.ts';
import { cloudLostClaims } from './shared/symptoms.ts';

export const only8080: Fault = {
  id: 'only-8080',
  title: 'Only 8080 open',
  cause: 'A firewall lets TCP 443 out no longer, but 8080, which old instructions asked for.',
  ...blocking(CLOUD_PATTERNS, [CLOUD_PORTS.https]),
  // Whoever connects and is reset has a 443 that is there: no agent turns to 8080 then.
  parameters: { how: { ...BLOCKED_HOW, choices: ['drop', 'refuse'] }, established: ESTABLISHED },
  // Agents report their status over 8080 while 443 is unavailable, and nothing else goes that way.
  symptoms: (timings, values) =>
    cloudLostClaims(timings, values, 'Active').map((claim) =>
      claim.phase === 'noticed' ? { ...claim, events: [31034, 60018] } : claim,
    ),
  lookAlike: {
    fault: 'block-443',
    toldApartBy:
      'With 8080 open agents stay Active for good and log that the status went out that way (60018); with ' +
      'both closed they turn Inactive after two hours. What users read is the same.',
  },
  fix:
    'Allow outbound TCP 443 from every agent server to *.msappproxy.net and *.servicebus.windows.net. ' +
    'Do not take Active for a sign that sign-ins work: probe with one.',
  basis: 'documented',
  sources: ['ED-QS'],
};
