/**
 * How long does a person wait at the sign-in pages while others sign in? A browser every two
 * seconds, beside a third of the peak. Needs k6 and Chromium.
 */
import type { Options } from 'k6/options';
import { RUN_OPTIONS, usersFor } from './k6/run-options.ts';
import { lasting, ofPeak } from './k6/settings.ts';
import type { LoadOptions } from './load-test.ts';

export { browserSignIn } from './k6/browser-sign-in.ts';
export { setup } from './k6/prove-lab.ts';
export { signIn } from './k6/sign-in.ts';

const LONGEST = '1m';
const during = lasting(LONGEST);
const OTHERS = ofPeak(1 / 3);
/** At once at most: each takes a good part of a core, and more would measure this machine. */
const BROWSERS = { preAllocatedVUs: 6, maxVUs: 6 };

export const options = {
  ...RUN_OPTIONS,
  scenarios: {
    others: {
      executor: 'constant-arrival-rate',
      exec: 'signIn',
      ...{ rate: OTHERS, timeUnit: '1s', duration: during(LONGEST) },
      ...usersFor(OTHERS),
    },
    browsers: {
      executor: 'constant-arrival-rate',
      exec: 'browserSignIn',
      ...{ rate: 1, timeUnit: '2s', duration: during(LONGEST) },
      ...BROWSERS,
      options: { browser: { type: 'chromium' } },
    },
  },
  thresholds: {
    sign_ins: ['count>0'],
    'sign_ins{scenario:browsers}': ['count>0'],
    'sign_in_failed{scenario:browsers}': ['rate<0.05'],
    'sign_in_duration{scenario:browsers}': ['p(95)<8000'],
    'sign_in_duration{scenario:others}': ['p(95)<1000'],
  },
} satisfies LoadOptions & Options;
