/**
 * One domain controller gone while others answer. Nobody should notice: what shows is that the next
 * one to go takes the sign-ins with it.
 */

import type { Fault } from './fault.ts';
import { directoryClaims, SHORTLY } from './shared/directory-claims.ts';
import { USUAL_RESULTS } from './shared/symptoms.ts';

/** The first controller of an estate that nobody named otherwise. */
const USUAL = 'dc-1';

export const oneDcDown: Fault = {
  id: 'one-dc-down',
  title: 'One domain controller down',
  family: 'directory',
  cause:
    'One domain controller has stopped (dc-1, unless others are named). Agents ask their next one.',
  where: ['controllers'],
  parameters: {},
  effects: ({ controllers = [USUAL] }) => [{ on: 'controller', kind: 'stop', controllers }],
  symptoms: (timings) => directoryClaims(timings, { results: USUAL_RESULTS }),
  seenIn: SHORTLY,
  lookAlike: {
    fault: 'stale-replica',
    toldApartBy:
      'Users notice neither. A controller that is down does not answer on port 636; a stale one ' +
      'answers, and repadmin /replsummary shows how old its replica is.',
  },
  fix: 'Bring it back, or remove it from the domain properly; until then one more failure is an outage.',
  basis: 'documented',
  sources: ['ED-TS', 'ED-QS'],
};
