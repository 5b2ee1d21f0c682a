/**
 * The contract of a probe. `observe` talks and decides nothing; `judge` decides and talks to
 * nobody. A probe knows only what a stranger with an account could know: it never asks the lab what
 * is broken.
 *
 *   observe(context) ──▶ observation (data, no credentials) ──▶ judge(observation, expectation)
 */
import type { Clock, Crypto, Network, Vantage } from '../runtime/ports.ts';
import type { Secret } from '../runtime/secret.ts';
import type { BrowserPort, KnownTenant, LockoutPolicy, ServerPort } from './probe-ports.ts';

export interface Probe<Observation, Expectation> {
  /** The file's name, the CLI argument and the report row. */
  id: string;
  about: string;
  /** Which of the lab's accounts it signs in with. */
  signsInAs: 'healthy' | 'cloudOnly' | 'nobody';
  /** Where it has to stand to see something. Default: anywhere. */
  standsOn?: 'agent-server';
  /**
   * True: it sends a wrong password on purpose, which the account's budget must allow and durable
   * history must remember.
   */
  failsOnPurpose?: true;
  /** What holds on a healthy lab with `agents` agents: used where nobody states an expectation. */
  usual(agents: number): Expectation;
  /** What a real tenant must show. Default: `usual`. */
  usualOfTarget?(agents: number): Expectation;
  observe(context: ProbeContext): Promise<Observation>;
  judge(observation: Observation, expectation: Expectation): Judgement;
}

export interface ProbeContext extends KnownTenant {
  network: Pick<Network, 'request' | 'examine' | 'bind' | 'resolveService' | 'rootDse'> &
    Partial<Pick<Network, 'open'>>;
  clock: Pick<Clock, 'nowMs' | 'sleep'>;
  crypto: Pick<Crypto, 'verify'>;
  from: Vantage;
  /** Sent as `client-request-id`, so that the sign-in log can be searched for this very probe. */
  correlationId: string;
  account: { userName: string; password: Secret };
  /** Who may read Graph; absent: whoever needs it is inconclusive. */
  administrator?: Administrator;
  timeoutMs: number;
  /**
   * Sign-ins of this target that were made lately, newest first: they show how far the log lags.
   * Absent: the log is waited for.
   */
  ownSignIns?: readonly SeenSignIn[];
  /** How far back logs are read. Default: an hour. */
  lookBackMs?: number;
  /** Account lockout of the forest, as its owner states it; absent: nobody did. */
  directoryPolicy?: LockoutPolicy;
  /** The machine it stands on, for probes that stand on an agent server. */
  server?: ServerPort;
  browser?: BrowserPort;
  /** Of the second factor, base 32. */
  totpSecret?: Secret;
}

/** One that the cloud answered, under the id that was sent with it. */
export interface SeenSignIn {
  correlationId: string;
  atMs: number;
}

/** A password (labs), or a delegated refresh token, which is guarded like one. */
export type Administrator =
  | { userName: string; password: Secret }
  | { refreshToken: Secret; keep(next: Secret): Promise<void> };

/** `inconclusive`: nobody could tell. It is neither an outage nor health. */
export type Verdict = 'pass' | 'fail' | 'inconclusive';

export interface Judgement {
  verdict: Verdict;
  /** One line: what was expected and what came. */
  summary: string;
}

export interface ProbeResult {
  probe: string;
  judgement: Judgement;
  /** What `observe` returned; null if the harness broke before it could. */
  observation: unknown;
}
