/**
 * Validation requests that the cloud takes and never hands to an agent. Agents are Active, idle and
 * blameless: their counters do not move.
 */
import type { Fault } from './fault.ts';
import { shareOf } from './shared/parameters.ts';
import { healedAfter, partlyResults } from './shared/symptoms.ts';

export const queueLost: Fault = {
  id: 'queue-lost',
  title: 'Queue lost',
  family: 'cloud',
  cause: 'The tenant’s queue takes validation requests and hands them to nobody.',
  where: [],
  parameters: { share: shareOf('validation requests') },
  effects: (_where, values) => [{ on: 'cloud', kind: 'lose-queue', share: Number(values.share) }],
  symptoms: (timings, values) => [
    {
      phase: 'noticed',
      afterMs: 0,
      results: partlyResults(values, 80002),
      events: [],
      status: 'Active',
    },
    healedAfter(timings.signInDeadlineMs),
  ],
  lookAlike: {
    fault: 'agent-hung',
    toldApartBy:
      'Both end as 80002 with the agents Active. Rows of a lost queue name no agent in the sign-in log; ' +
      'those of a hung agent all name that one, and restarting it helps.',
  },
  fix:
    'Nothing on premises: look at the service health page, open a ticket with correlation ids and ' +
    'times, and consider the switch to password hash synchronisation if it lasts.',
  basis: 'assumed',
  sources: ['ED-SEC', 'ED-TS', 'lab'],
};
