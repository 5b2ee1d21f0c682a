/**
 * What happens on Monday at eight, when everybody comes at once? From a quiet office to the peak
 * within seconds, and back: what queued up has to be worked off.
 */
import type { Options } from 'k6/options';
import { RUN_OPTIONS, usersFor } from './k6/run-options.ts';
import { lasting, ofPeak, peak } from './k6/settings.ts';
import type { LoadOptions } from './load-test.ts';

export { setup } from './k6/prove-lab.ts';
export { signIn } from './k6/sign-in.ts';

const LONGEST = '1m';
const during = lasting(LONGEST);
const QUIET = 0.1;

export const options = {
  ...RUN_OPTIONS,
  scenarios: {
    monday: {
      executor: 'ramping-arrival-rate',
      exec: 'signIn',
      ...{ startRate: ofPeak(QUIET), timeUnit: '1s' },
      stages: [
        { target: ofPeak(QUIET), duration: during('15s') },
        { target: peak, duration: during('5s') },
        { target: peak, duration: during(LONGEST) },
        { target: ofPeak(QUIET), duration: during('5s') },
        { target: ofPeak(QUIET), duration: during('15s') },
      ],
      ...usersFor(peak),
    },
  },
  thresholds: {
    sign_ins: ['count>0'],
    sign_in_failed: ['rate<0.01'],
    sign_in_duration: ['p(95)<2000', 'p(99)<5000'],
  },
} satisfies LoadOptions & Options;
