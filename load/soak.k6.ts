/**
 * Does anything grow, leak or wear out over hours? Half the peak for an hour by default: long
 * enough for bootstraps and connections to come round several times.
 */
import type { Options } from 'k6/options';
import { RUN_OPTIONS, usersFor } from './k6/run-options.ts';
import { lasting, ofPeak } from './k6/settings.ts';
import type { LoadOptions } from './load-test.ts';

export { setup } from './k6/prove-lab.ts';
export { signIn } from './k6/sign-in.ts';

const LONGEST = '1h';
const during = lasting(LONGEST);
const SHARE = 0.5;

export const options = {
  ...RUN_OPTIONS,
  scenarios: {
    soak: {
      executor: 'constant-arrival-rate',
      exec: 'signIn',
      ...{ rate: ofPeak(SHARE), timeUnit: '1s', duration: during(LONGEST) },
      ...usersFor(ofPeak(SHARE)),
    },
  },
  thresholds: {
    sign_ins: ['count>0'],
    sign_in_failed: ['rate<0.001'],
    sign_in_duration: ['p(95)<1000', 'p(99)<3000'],
  },
} satisfies LoadOptions & Options;
