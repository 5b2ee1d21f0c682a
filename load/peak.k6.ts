/**
 * Do these agents carry the peak? Up to the peak, then held there: the verdict is about all of it.
 * What people put up with is assumed; no document gives a number.
 */
import type { Options } from 'k6/options';
import { RUN_OPTIONS, usersFor } from './k6/run-options.ts';
import { lasting, ofPeak, peak } from './k6/settings.ts';
import type { LoadOptions } from './load-test.ts';

export { setup } from './k6/prove-lab.ts';
export { signIn } from './k6/sign-in.ts';

const LONGEST = '2m';
const during = lasting(LONGEST);

export const options = {
  ...RUN_OPTIONS,
  scenarios: {
    peak: {
      executor: 'ramping-arrival-rate',
      exec: 'signIn',
      ...{ startRate: ofPeak(1 / 3), timeUnit: '1s' },
      stages: [
        { target: peak, duration: during('20s') },
        { target: peak, duration: during(LONGEST) },
      ],
      ...usersFor(peak),
    },
  },
  thresholds: {
    sign_ins: ['count>0'],
    sign_in_failed: ['rate<0.01'],
    sign_in_duration: ['p(95)<1000', 'p(99)<3000'],
  },
} satisfies LoadOptions & Options;
