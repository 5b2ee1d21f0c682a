/**
 * A ramp of sign-ins against a lab in this process, virtual or live. Live, generator and cloud
 * share one event loop: good enough to see a modelled agent give way far below what the machine
 * can do, and no measurement of the machine.
 */
import type { Lab } from '../../lab/lab.ts';
import { type Generated, generate } from '../generator/generate.ts';
import type { LoadOptions } from '../load-test.ts';
import { createLabActs } from '../run/lab-acts.ts';

export interface RampShape {
  /** Sign-ins a second. */
  from: number;
  to: number;
  forSeconds: number;
}

export function rampLab(lab: Lab, shape: RampShape): Promise<Generated> {
  return lab.drive(
    generate({
      options: rampOptions(shape),
      beat: lab.clock,
      acts: createLabActs(lab, 'openid'),
      progress() {},
      stop: new AbortController().signal,
    }),
  );
}

/** Nothing is dropped: the generator must not be what gives way. */
export function rampOptions({ from, to, forSeconds }: RampShape): LoadOptions {
  const most = to * (forSeconds + 60);
  return {
    scenarios: {
      ramp: {
        executor: 'ramping-arrival-rate',
        exec: 'signIn',
        startRate: from,
        timeUnit: '1s',
        stages: [{ target: to, duration: `${forSeconds}s` }],
        preAllocatedVUs: most,
        maxVUs: most,
      },
    },
    thresholds: {},
  };
}
