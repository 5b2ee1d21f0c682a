/**
 * A ramp of sign-ins against a lab in this process, virtual or live. Live, generator and cloud
 * share one event loop: good enough to see a modelled agent give way far below what the machine
 * can do, and no measurement of the machine.
 */
import type { Lab } from '../../lab/lab.ts';
import { attemptSignIn } from '../../lab/people/sign-in.ts';
import { type Generated, type GenerateOptions, generate } from '../generator/generate.ts';
import type { LoadOptions } from '../load-test.ts';

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
      acts: createActs(lab),
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

function createActs(lab: Lab): GenerateOptions['acts'] {
  const { network, prober, clientId, endpoints, timings } = lab;
  const people = lab.groups['right-password'];
  let next = 0;
  const signIn = async () => {
    const person = people[next % people.length];
    next += 1;
    if (!person) return 'network:nobody';
    const { result } = await attemptSignIn({
      ...{ network, clientId, from: prober, authority: endpoints.authority },
      ...{ scope: 'openid', timeoutMs: 2 * timings.signInDeadlineMs },
      ...{ userName: person.userName, password: person.password, correlationId: `ramp-${next}` },
    });
    return String(result);
  };
  const none = async () => '0';
  return {
    signIn,
    ...{ guessPassword: none, addAgent: none, removeAgent: none, browserSignIn: none },
  };
}
