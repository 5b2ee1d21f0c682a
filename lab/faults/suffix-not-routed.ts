/**
 * A name suffix of another forest is not routed over the trust. Its users are told that their
 * password is wrong, while the troubleshooter finds nothing wrong.
 */

import type { Fault } from './fault.ts';
import { directoryClaims, halfOf, TWO_FORESTS } from './shared/directory-claims.ts';

export const suffixNotRouted: Fault = {
  id: 'suffix-not-routed',
  title: 'Name suffix not routed',
  family: 'directory',
  cause:
    'The suffix of the users’ names is not routed over the trust to their forest (added later, disabled, ' +
    'or in conflict): their names are looked for in the wrong forest.',
  where: ['forests'],
  parameters: {},
  effects: ({ forests = ['*'] }) => [{ on: 'forest', kind: 'unrouted-suffixes', forests }],
  symptoms: (timings) => directoryClaims(timings, { results: halfOf(50126) }),
  seenIn: TWO_FORESTS,
  lookAlike: {
    fault: 'upn-differs',
    toldApartBy:
      'All users with that suffix are hit at once, and their names on premises are those of the cloud; ' +
      'with a name that differs it is single users.',
  },
  fix: 'Enable the suffix in the trust’s name suffix routing (netdom trust /namesuffixes shows it).',
  basis: 'assumed',
  sources: ['AZI', 'ED-FAQ'],
};
