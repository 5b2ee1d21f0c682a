/**
 * Answers of agents cannot be read where they are taken. The agent has done its work, and logs that
 * its answer was not taken.
 */
import type { Fault } from './fault.ts';
import { shareOf } from './shared/parameters.ts';
import { healedAfter, partlyResults } from './shared/symptoms.ts';

export const garbledAnswers: Fault = {
  id: 'garbled-answers',
  title: 'Garbled answers',
  family: 'cloud',
  cause: 'What the agents answer does not arrive as it was sent.',
  where: [],
  parameters: { share: shareOf('answers') },
  effects: (_where, values) => [
    { on: 'cloud', kind: 'garble-answers', share: Number(values.share) },
  ],
  symptoms: (_timings, values) => [
    {
      phase: 'noticed',
      afterMs: 0,
      results: partlyResults(values, 80003),
      events: [60012],
      status: 'Active',
    },
    healedAfter(5_000),
  ],
  lookAlike: {
    fault: 'agent-key-lost',
    toldApartBy:
      'Both fail at once with the agent Active. A lost key gives 80010 or 80011 and hits one agent; ' +
      'garbled answers give 80003, hit all, and the agents log that an answer was not taken.',
  },
  fix:
    'If several users see it again and again, check the configuration of Active Directory as the ' +
    'documents say; if that is in order, open a ticket.',
  basis: 'documented',
  sources: ['ED-TS', 'lab'],
};
