/**
 * The contract of a probe. `observe` talks and decides nothing; `judge` decides and talks to
 * nobody. A probe knows only what a stranger with an account could know: it never asks the lab what
 * is broken.
 *
 *   observe(context) ──▶ observation (data, no credentials) ──▶ judge(observation, expectation)
 */
import type { Clock, Crypto, Network, Vantage } from '../runtime/ports.ts';
import type { Secret } from '../runtime/secret.ts';

export interface Probe<Observation, Expectation> {
  /** The file's name, the CLI argument and the report row. */
  id: string;
  about: string;
  /** Which of the lab's accounts it signs in with. */
  signsInAs: 'healthy' | 'cloudOnly';
  /** What holds on a healthy lab with `agents` agents: used where nobody states an expectation. */
  usual(agents: number): Expectation;
  observe(context: ProbeContext): Promise<Observation>;
  judge(observation: Observation, expectation: Expectation): Judgement;
}

export interface ProbeContext {
  network: Pick<Network, 'request'>;
  clock: Pick<Clock, 'nowMs'>;
  crypto: Pick<Crypto, 'verify'>;
  from: Vantage;
  /** `https://login.microsoftonline.com.lab.localhost/{tenantId}` */
  authority: string;
  /** `https://graph.microsoft.com.lab.localhost` */
  graph: string;
  tenantId: string;
  clientId: string;
  /** Sent as `client-request-id`, so that the sign-in log can be searched for this very probe. */
  correlationId: string;
  account: { userName: string; password: Secret };
  timeoutMs: number;
}

export interface Judgement {
  verdict: 'pass' | 'fail' | 'inconclusive';
  /** One line: what was expected and what came. */
  summary: string;
}

export interface ProbeResult {
  probe: string;
  judgement: Judgement;
  /** What `observe` returned; null if the harness broke before it could. */
  observation: unknown;
}
