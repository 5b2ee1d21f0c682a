/**
 * At which rate do these agents stop keeping up? Ever more sign-ins, a little beyond the peak that
 * was asked for: the knee is where answers no longer come as fast as sign-ins begin.
 */
import type { Options } from 'k6/options';
import { RUN_OPTIONS, usersFor } from './k6/run-options.ts';
import { lasting, ofPeak } from './k6/settings.ts';
import type { LoadOptions } from './load-test.ts';

export { setup } from './k6/prove-lab.ts';
export { signIn } from './k6/sign-in.ts';

const LONGEST = '5m';
const during = lasting(LONGEST);
/** Beyond the peak, so that a knee at the peak shows as one. */
const BEYOND = 1.25;

/** Overload is what is looked for, so no failure fails the run. */
export const options = {
  ...RUN_OPTIONS,
  scenarios: {
    ramp: {
      executor: 'ramping-arrival-rate',
      exec: 'signIn',
      ...{ startRate: ofPeak(0.1), timeUnit: '1s' },
      stages: [{ target: ofPeak(BEYOND), duration: during(LONGEST) }],
      ...usersFor(ofPeak(BEYOND)),
    },
  },
  thresholds: { sign_ins: ['count>0'] },
} satisfies LoadOptions & Options;
