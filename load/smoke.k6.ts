/**
 * Does the chain carry a sign-in at all, and does this script run? A handful of sign-ins, one
 * after the other: a failure here is no matter of load.
 */
import type { Options } from 'k6/options';
import { RUN_OPTIONS, usersFor } from './k6/run-options.ts';
import { lasting } from './k6/settings.ts';
import type { LoadOptions } from './load-test.ts';

export { setup } from './k6/prove-lab.ts';
export { signIn } from './k6/sign-in.ts';

const LONGEST = '10s';
const RATE = 2;

export const options = {
  ...RUN_OPTIONS,
  scenarios: {
    smoke: {
      executor: 'constant-arrival-rate',
      exec: 'signIn',
      ...{ rate: RATE, timeUnit: '1s', duration: lasting(LONGEST)(LONGEST) },
      ...usersFor(RATE),
    },
  },
  thresholds: {
    sign_ins: ['count>0'],
    sign_in_failed: ['rate==0'],
    sign_in_duration: ['max<5000'],
  },
} satisfies LoadOptions & Options;
