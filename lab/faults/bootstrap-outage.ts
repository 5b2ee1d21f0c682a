/**
 * The bootstrap service is out while signalling lives: agents turn Inactive on the list and go on
 * answering sign-ins, until somebody restarts one of them.
 */
import type { Fault } from './fault.ts';
import { healedClaim, USUAL_RESULTS } from './shared/symptoms.ts';

export const bootstrapOutage: Fault = {
  id: 'bootstrap-outage',
  title: 'Bootstrap service out',
  family: 'cloud',
  cause: 'The bootstrap service answers 503; connections for sign-ins are untouched.',
  where: [],
  parameters: {},
  effects: () => [{ on: 'cloud', kind: 'bootstrap-outage' }],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      afterMs: 0,
      results: USUAL_RESULTS,
      events: [31034],
      status: 'Inactive',
    },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'block-msappproxy',
    toldApartBy:
      'The agents’ logs say HTTP 503 from the bootstrap service here; a blocked name fails to connect ' +
      'at all. All agents of all sites see the same at the same time.',
  },
  fix:
    'Do not restart agents: one that starts now gets no list of where to listen, and is lost for ' +
    'sign-ins. Look at the service health page and wait.',
  basis: 'assumed',
  sources: ['AAI-DD', 'SEED-C', 'lab'],
};
