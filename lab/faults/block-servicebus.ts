/**
 * The allow list lacks `*.servicebus.windows.net`: agents report in and are never handed anything.
 * The portal shows them as Active for as long as it lasts.
 */
import { ALLOW_LIST } from '../../protocol/hosts.ts';
import type { Fault } from './fault.ts';
import { blocking } from './shared/blocked.ts';
import { cloudLostClaims } from './shared/symptoms.ts';

const SIGNALLING = ALLOW_LIST.filter((pattern) => pattern.includes('servicebus'));

export const blockServicebus: Fault = {
  id: 'block-servicebus',
  title: '*.servicebus.windows.net blocked',
  cause:
    'The allow list of the firewall has *.msappproxy.net but not *.servicebus.windows.net: agents ' +
    'bootstrap, and cannot open the connections over which sign-ins arrive.',
  ...blocking(SIGNALLING),
  symptoms(timings, values) {
    const claims = cloudLostClaims(timings, values, 'Active');
    // As long as the old connections live nobody tries to open a new one.
    if (values.established !== 'keep') return claims;
    return claims.map((claim) => ({ ...claim, events: [] }));
  },
  lookAlike: {
    fault: 'block-msappproxy',
    toldApartBy:
      'Users read 80001 (nobody to ask) and agents stay Active; without *.msappproxy.net it is 80002 (no ' +
      'answer comes back) and agents turn Inactive.',
  },
  fix:
    'Allow both domains: *.msappproxy.net and *.servicebus.windows.net on 443. Agents open their ' +
    'connections again within a minute.',
  basis: 'assumed',
  sources: ['ED-QS', 'lab'],
};
