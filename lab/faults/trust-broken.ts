/**
 * The trust with another forest is broken. Users of the agents' own forest go on; everybody of the
 * other one is told that the agent could not reach the directory.
 */

import type { Fault } from './fault.ts';
import { directoryClaims, halfOf, TWO_FORESTS } from './shared/directory-claims.ts';

export const trustBroken: Fault = {
  id: 'trust-broken',
  title: 'Forest trust broken',
  family: 'directory',
  cause:
    'The trust between the agents’ forest and another one is broken (its password is out of step, or it ' +
    'was removed on one side): controllers answer 1788 for users of the other forest.',
  where: ['forests'],
  parameters: {},
  effects: ({ forests = ['*'] }) => [{ on: 'forest', kind: 'break-trust', forests }],
  symptoms: (timings) => directoryClaims(timings, { results: halfOf(80007) }),
  seenIn: TWO_FORESTS,
  lookAlike: {
    fault: 'dc-down',
    toldApartBy:
      'With the controllers gone everybody reads 80007 and agents log 31019; with a broken trust only ' +
      'users of the other forest do, and no agent logs that it cannot reach a controller.',
  },
  fix:
    'Repair the trust (netdom trust /reset on both sides) and verify it in both directions. Agents need ' +
    'nothing.',
  basis: 'assumed',
  sources: ['ED-QS', 'W32'],
};
