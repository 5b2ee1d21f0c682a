/**
 * Do the agents carry an ordinary hour with time to spare? A third of the peak, evenly: what is
 * slow here is slow every day.
 */
import type { Options } from 'k6/options';
import { RUN_OPTIONS, usersFor } from './k6/run-options.ts';
import { lasting, ofPeak } from './k6/settings.ts';
import type { LoadOptions } from './load-test.ts';

export { setup } from './k6/prove-lab.ts';
export { signIn } from './k6/sign-in.ts';

const LONGEST = '2m';
const during = lasting(LONGEST);
/** Of the peak; an assumption about the day, not a document's. */
const SHARE = 1 / 3;

export const options = {
  ...RUN_OPTIONS,
  scenarios: {
    average: {
      executor: 'constant-arrival-rate',
      exec: 'signIn',
      ...{ rate: ofPeak(SHARE), timeUnit: '1s', duration: during(LONGEST) },
      ...usersFor(ofPeak(SHARE)),
    },
  },
  thresholds: {
    sign_ins: ['count>0'],
    sign_in_failed: ['rate<0.001'],
    sign_in_duration: ['p(95)<500', 'p(99)<1000'],
  },
} satisfies LoadOptions & Options;
