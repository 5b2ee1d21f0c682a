/**
 * Does somebody who guesses at passwords keep the others from signing in? People come at a third of
 * the peak while twice as many guesses go at a few accounts, until smart lockout answers them.
 */
import type { Options } from 'k6/options';
import { RUN_OPTIONS, usersFor } from './k6/run-options.ts';
import { lasting, ofPeak } from './k6/settings.ts';
import type { LoadOptions } from './load-test.ts';

export { setup } from './k6/prove-lab.ts';
export { guessPassword, signIn } from './k6/sign-in.ts';

const LONGEST = '1m';
const during = lasting(LONGEST);
const PEOPLE = ofPeak(1 / 3);
const GUESSES = ofPeak(2 / 3);

/** A guess that is refused as it should be is no failure. */
export const options = {
  ...RUN_OPTIONS,
  scenarios: {
    people: {
      executor: 'constant-arrival-rate',
      exec: 'signIn',
      ...{ rate: PEOPLE, timeUnit: '1s', duration: during(LONGEST) },
      ...usersFor(PEOPLE),
    },
    guesses: {
      executor: 'constant-arrival-rate',
      exec: 'guessPassword',
      ...{ rate: GUESSES, timeUnit: '1s', duration: during(LONGEST) },
      ...usersFor(GUESSES),
    },
  },
  thresholds: {
    sign_ins: ['count>0'],
    'sign_in_failed{scenario:people}': ['rate<0.01'],
    'sign_in_failed{scenario:guesses}': ['rate<0.01'],
    'sign_in_duration{scenario:people}': ['p(95)<1000'],
  },
} satisfies LoadOptions & Options;
