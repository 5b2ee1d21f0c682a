/**
 * Somebody tried the wizard on the staging server and chose another sign-in method. Staging exports
 * nothing, but the method is the tenant's: Pass-through Authentication is off for everybody.
 */

import type { Fault } from './fault.ts';
import { mistake } from './shared/administration.ts';
import { healedAfter, USUAL_RESULTS } from './shared/symptoms.ts';

export const stagingServerSwitchedMethod: Fault = {
  id: 'staging-server-switched-method',
  title: 'Staging server switched the method',
  family: 'change-mistake',
  cause: 'The wizard of a staging server was run to the end with password hashes chosen.',
  where: ['connectServers'],
  parameters: {},
  effects: (where) => [mistake('switch-sign-in-method', where, { method: 'phs', by: 'wizard' })],
  symptoms: (timings) => [
    {
      phase: 'unnoticed',
      afterMs: 0,
      // The first full synchronisation of hashes comes within one interval.
      untilMs: timings.passwordHashSyncIntervalMs / 2,
      results: { 'right-password': [50056], 'wrong-password': [50056], 'cloud-only': [0] },
      events: [],
      status: 'Active',
    },
    {
      phase: 'noticed',
      afterMs: timings.passwordHashSyncIntervalMs,
      results: USUAL_RESULTS,
      events: [],
      findings: ['agents-without-pta'],
      status: 'Active',
    },
    healedAfter(0),
  ],
  seenIn: {
    where: { connectServers: ['sync-2'] },
    estate: {
      sites: [
        {
          ...{ name: 'hq', agents: ['agt-1', 'agt-2', 'agt-3'], controllers: ['dc-1', 'dc-2'] },
          connect: [
            { name: 'sync-1', role: 'primary' },
            { name: 'sync-2', role: 'staging' },
          ],
        },
      ],
    },
  },
  lookAlike: {
    fault: 'agents-left-after-pta-disabled',
    toldApartBy:
      'Nobody meant it: the change is in the audit log under the name of who was on the staging ' +
      'server, and users read 50056 until hashes have come over.',
  },
  fix: 'Run the wizard again, on the primary, and choose Pass-through Authentication.',
  basis: 'documented',
  sources: ['ED-FAQ', 'SEED-B', 'lab'],
};
