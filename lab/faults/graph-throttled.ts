/**
 * Graph answers 429: whoever watches agents and sign-ins through it is blind. Users notice nothing,
 * which is what tells it from every other fault.
 */
import type { Fault } from './fault.ts';
import { healedAfter, USUAL_RESULTS } from './shared/symptoms.ts';

export const graphThrottled: Fault = {
  id: 'graph-throttled',
  title: 'Graph throttled',
  family: 'cloud',
  cause: 'Microsoft Graph refuses the tenant’s requests because there are too many.',
  where: [],
  parameters: {},
  effects: () => [{ on: 'cloud', kind: 'throttle-graph' }],
  symptoms: () => [
    { phase: 'noticed', afterMs: 0, results: USUAL_RESULTS, events: [], status: 'Active' },
    healedAfter(0),
  ],
  lookAlike: {
    fault: 'bootstrap-outage',
    toldApartBy:
      'Sign-ins go on in both. With Graph throttled the list cannot be read (429); with bootstrap out ' +
      'it can, and says Inactive.',
  },
  fix: 'Wait as long as Retry-After says, and ask less often: 5 requests in 10 seconds for reports.',
  basis: 'documented',
  sources: ['GR'],
};
