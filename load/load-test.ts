/**
 * What a load test is, apart from who drives it: the `options` that a `load/<id>.k6.ts` exports, as
 * far as our own generator reads them too. k6 reads the script itself.
 */

export interface LoadTest {
  /** The file's name without `.k6.ts`, and the argument of `pta-lab load`. */
  id: string;
  /** The first line of the script's opening comment: what it answers. */
  question: string;
  options: LoadOptions;
}

export interface LoadOptions {
  scenarios: Readonly<Record<string, LoadScenario>>;
  /** By metric, in k6's grammar: `p(95)<1000`, `rate<0.01`, `count<1`. */
  thresholds: Readonly<Record<string, readonly string[]>>;
  /** Of k6: names that it sends nothing to. */
  blockHostnames?: readonly string[];
}

export type LoadScenario = ConstantRate | RampingRate | Once;

interface Timed {
  /** Name of the exported function that one iteration runs. */
  exec: Deed;
  /** After the start of the test, such as `30s`. Default 0. */
  startTime?: string;
  /** Of k6: a scenario with a browser. */
  options?: { browser: { type: 'chromium' } };
}

export interface ConstantRate extends Timed {
  executor: 'constant-arrival-rate';
  /** Iterations each `timeUnit`. */
  rate: number;
  timeUnit: string;
  duration: string;
  preAllocatedVUs: number;
  maxVUs: number;
}

export interface RampingRate extends Timed {
  executor: 'ramping-arrival-rate';
  startRate: number;
  timeUnit: string;
  stages: readonly { target: number; duration: string }[];
  preAllocatedVUs: number;
  maxVUs: number;
}

/** A deed in mid-run, or a browser: not an arrival rate. */
export interface Once extends Timed {
  executor: 'shared-iterations' | 'per-vu-iterations';
  vus: number;
  iterations: number;
  maxDuration?: string;
}

/**
 * What an iteration does. Every script gets these from `load/k6/`; our own generator has the same
 * by the same names, except `browserSignIn`, for which it says that it needs k6.
 */
export type Deed = 'signIn' | 'guessPassword' | 'addAgent' | 'removeAgent' | 'browserSignIn';
