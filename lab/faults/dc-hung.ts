/**
 * Domain controllers that accept connections and never answer. No agent tries the next controller:
 * it waits for the one that took the question, and then falls silent.
 */
import { EVENTS } from '../../protocol/events.ts';
import type { Fault } from './fault.ts';
import { directoryClaims, SHORTLY } from './shared/directory-claims.ts';
import { NO_ANSWER_RESULTS } from './shared/symptoms.ts';

export const dcHung: Fault = {
  id: 'dc-hung',
  title: 'Domain controllers hung',
  family: 'directory',
  cause:
    'The domain controllers accept connections and answer nothing (LSASS is stuck, a disk is full).',
  where: ['controllers'],
  parameters: {},
  effects: ({ controllers = ['*'] }) => [{ on: 'controller', kind: 'hang', controllers }],
  symptoms: (timings) =>
    directoryClaims(timings, {
      results: NO_ANSWER_RESULTS,
      events: [EVENTS.validationTimedOut.id],
    }),
  seenIn: SHORTLY,
  lookAlike: {
    fault: 'agent-hung',
    toldApartBy:
      'A hung agent writes no events and turns Inactive; behind hung controllers agents stay Active ' +
      'and log each validation that timed out.',
  },
  fix:
    'Restart the controller that hangs. To stop it at once is better than to leave it: agents pass ' +
    'over a controller that refuses them, not over one that is silent.',
  basis: 'documented',
  sources: ['ED-TS'],
};
