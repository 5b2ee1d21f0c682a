/**
 * The trust with another forest was narrowed to selective authentication: users of that forest may
 * log on only where they are allowed to, and the agents' servers are not among it.
 */

import type { Fault } from './fault.ts';
import { directoryClaims, halfOf, TWO_FORESTS } from './shared/directory-claims.ts';

export const selectiveAuthentication: Fault = {
  id: 'selective-authentication',
  title: 'Selective authentication on the trust',
  family: 'directory',
  cause:
    'The trust with another forest was set to selective authentication, and its users are not allowed to ' +
    'authenticate to the agents’ servers: controllers answer 1935.',
  where: ['forests'],
  parameters: {},
  effects: ({ forests = ['*'] }) => [{ on: 'forest', kind: 'selective-authentication', forests }],
  symptoms: (timings) => directoryClaims(timings, { results: halfOf(80007) }),
  seenIn: TWO_FORESTS,
  lookAlike: {
    fault: 'trust-broken',
    toldApartBy:
      'The agent’s trace shows 1935 instead of 1788, and the trust verifies as healthy: people of the ' +
      'other forest still reach servers on which they were given the right.',
  },
  fix:
    'Grant the users of the other forest "Allowed to authenticate" on the agents’ servers, or go back to ' +
    'forest-wide authentication.',
  basis: 'assumed',
  sources: ['AZI', 'W32'],
};
