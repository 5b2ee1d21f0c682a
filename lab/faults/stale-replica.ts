/**
 * Controllers that have stopped replicating. As long as nobody changes anything nothing shows; then
 * old passwords and disabled accounts still work wherever an agent asks one of them.
 */

import type { Fault } from './fault.ts';
import { directoryClaims, SHORTLY } from './shared/directory-claims.ts';
import { USUAL_RESULTS } from './shared/symptoms.ts';

export const staleReplica: Fault = {
  id: 'stale-replica',
  title: 'Stale replica',
  family: 'directory',
  cause:
    'Controllers hear of no change any more: replication to them is broken. Accounts disabled since ' +
    'still sign in there, old passwords still work, new accounts are unknown; a new password works, ' +
    'because the PDC emulator is asked again before a password is called wrong.',
  where: ['controllers'],
  parameters: {},
  effects: ({ controllers = ['*'] }) => [{ on: 'controller', kind: 'stale', controllers }],
  symptoms: (timings) => directoryClaims(timings, { results: USUAL_RESULTS }),
  seenIn: SHORTLY,
  lookAlike: {
    fault: 'sync-not-run',
    toldApartBy:
      'A change that is late in the cloud only is late for everybody; with a stale replica it depends ' +
      'on the agent that answers, and repadmin /replsummary names the controller.',
  },
  fix:
    'Repair replication (repadmin /showrepl says why it failed). A controller that was cut off for ' +
    'longer than the tombstone lifetime has to be demoted instead.',
  basis: 'assumed',
  sources: ['ED-HOW', 'WIN-PDC', 'lab'],
};
