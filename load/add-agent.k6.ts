/**
 * Is an agent that comes in mid-run felt, and does it take its share? Installed on a new server
 * half way through the peak.
 */
import type { Options } from 'k6/options';
import { RUN_OPTIONS, usersFor } from './k6/run-options.ts';
import { lasting, peak } from './k6/settings.ts';
import type { LoadOptions } from './load-test.ts';

export { addAgent, setup, teardown } from './k6/agents-in-mid-run.ts';
export { signIn } from './k6/sign-in.ts';

const LONGEST = '2m';
const HALF = '1m';
const during = lasting(LONGEST);

export const options = {
  ...RUN_OPTIONS,
  scenarios: {
    peak: {
      executor: 'constant-arrival-rate',
      exec: 'signIn',
      ...{ rate: peak, timeUnit: '1s', duration: during(LONGEST) },
      ...usersFor(peak),
    },
    arrival: {
      executor: 'shared-iterations',
      exec: 'addAgent',
      ...{ vus: 1, iterations: 1, startTime: during(HALF), maxDuration: during(LONGEST) },
    },
  },
  thresholds: {
    sign_ins: ['count>0'],
    sign_in_failed: ['rate<0.01'],
    sign_in_duration: ['p(95)<1000', 'p(99)<3000'],
  },
} satisfies LoadOptions & Options;
