/**
 * The tenant makes too many sign-ins for the service, through a storm of its own or of somebody who
 * guesses: everybody is refused for a while, cloud-only users too, and no agent is asked.
 */
import type { Fault } from './fault.ts';
import { shareOf } from './shared/parameters.ts';
import { healedAfter, partlyResults } from './shared/symptoms.ts';

export const signInsThrottled: Fault = {
  id: 'sign-ins-throttled',
  title: 'Sign-ins throttled',
  family: 'cloud',
  cause: 'The sign-in service refuses part of the tenant’s sign-ins because there are too many.',
  where: [],
  parameters: { share: shareOf('sign-ins') },
  effects: (_where, values) => [
    { on: 'cloud', kind: 'throttle-sign-ins', share: Number(values.share) },
  ],
  symptoms(_timings, values) {
    const hit = partlyResults(values, 90055);
    const results = { ...hit, 'cloud-only': hit['right-password'] ?? [] };
    return [
      { phase: 'noticed', afterMs: 0, results, events: [], status: 'Active' },
      healedAfter(0),
    ];
  },
  lookAlike: {
    fault: 'queue-lost',
    toldApartBy:
      'Throttling refuses at once, with 429 and AADSTS90055, and hits cloud-only users as well; a lost ' +
      'queue takes the whole deadline, ends as 80002, and leaves cloud-only users alone.',
  },
  fix:
    'Find who makes the sign-ins (sign-in log by application and address), stop it, and wait as long ' +
    'as Retry-After says. Nothing on premises helps.',
  basis: 'assumed',
  sources: ['ED-ERR', 'lab'],
};
