/**
 * Connect is down after a change in the directory, and nobody forced a cycle: newcomers do not
 * exist in the cloud, while everybody else signs in, because PTA needs no Connect.
 */

import type { Fault } from './fault.ts';
import { mistake } from './shared/administration.ts';
import { healedAfter, USUAL_RESULTS } from './shared/symptoms.ts';

export const syncNotRun: Fault = {
  id: 'sync-not-run',
  title: 'Synchronisation not run',
  family: 'change-mistake',
  cause: 'Users were created on premises while Connect was down; no cycle has taken them over.',
  where: ['users'],
  parameters: {},
  effects: (where) => [mistake('stop-connect', {}), mistake('create-user', where)],
  symptoms: () => [
    {
      phase: 'noticed',
      afterMs: 0,
      results: USUAL_RESULTS,
      events: [],
      findings: ['connect-down', 'sync-not-run'],
      status: 'Active',
    },
    healedAfter(0),
  ],
  lookAlike: {
    fault: 'upn-differs',
    toldApartBy:
      'A newcomer reads 50034 until the cloud has heard of them; who was renamed on premises only is ' +
      'known in the cloud and reads 50126.',
  },
  fix:
    'Start Connect, run Start-ADSyncSyncCycle -PolicyType Delta, and let the newcomers try again. ' +
    'Passwords need no cycle under Pass-through Authentication.',
  basis: 'documented',
  sources: ['ED-SCHEDULER', 'SEED-C'],
};
