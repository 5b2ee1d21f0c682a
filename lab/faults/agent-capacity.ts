/**
 * More sign-ins than the agents can do. Nothing is refused: requests queue in the agents, each
 * later than the one before, until none is answered in time.
 */
import { MINUTE_MS } from '../../protocol/time-units.ts';
import type { Fault } from './fault.ts';
import { CALM_TIMINGS } from './shared/calm-timings.ts';
import { healedAfter, NO_ANSWER_RESULTS } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const agentCapacity: Fault = {
  id: 'agent-capacity',
  title: 'Agents out of capacity',
  family: 'capacity',
  cause:
    'Each agent can do only so many validations a second, and people ask for more. The quick start ' +
    'says 300 to 400 for four cores and 16 GB.',
  where: ['agents'],
  parameters: {
    perSecond: {
      about: 'Validations a second that one agent can do',
      ...{ type: 'number', unit: 'validations/s', default: 0.02, min: 0.001, max: 10_000 },
    },
  },
  effects: (where, { perSecond }) => [
    { ...onServers(where), kind: 'capacity', perSecond: Number(perSecond) },
  ],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      afterMs: 2 * MINUTE_MS,
      results: NO_ANSWER_RESULTS,
      log: [80014],
      events: [60012],
      status: 'Active',
    },
    healedAfter(timings.signInDeadlineMs),
  ],
  // Several times what the agents of the default estate can do at the default capacity.
  seenIn: {
    estate: { traffic: { everyMs: 2_000 } },
    timings: CALM_TIMINGS,
    forMs: 6 * MINUTE_MS,
  },
  lookAlike: {
    fault: 'agent-slow',
    toldApartBy:
      'It starts with the load and grows with it: the first sign-ins after a quiet time are fast. A slow ' +
      'agent is as slow at night.',
  },
  fix: 'Add agents until the peak is carried with one of them missing; three are the recommended least.',
  basis: 'documented',
  sources: ['ED-QS', 'ED-TS', 'lab'],
};
