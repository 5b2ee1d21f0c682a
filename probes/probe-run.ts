/**
 * One run of one module against one target, as history keeps it, metrics count it and alerts weigh
 * it. It holds no credential, no token and no user name.
 */
import type { ProbeId } from './observations.ts';
import type { Verdict } from './probe.ts';

export interface ProbeRun {
  /** Also the correlation id of what it sent. */
  id: string;
  target: string;
  module: string;
  probe: ProbeId | (string & {});
  startedMs: number;
  tookMs: number;
  verdict: Verdict;
  summary: string;
  /** resolve, connect, tls, processing, transfer; and whatever steps the probe has. */
  phaseMs: Readonly<Record<string, number>>;
  aadsts: number | null;
  /** The agent that answered, where the sign-in log named it. */
  agentId: string | null;
  /** Nothing was sent, because the account's budget did not allow it. */
  budgetRefused?: true;
  /** Null: it broke before it could see anything. */
  observation: unknown;
}

/** What is told of every run, in order: metrics, alerts, telemetry. */
export interface RunListener {
  ran(run: ProbeRun): void;
}
