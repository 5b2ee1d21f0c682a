/**
 * A rehearsal as data: what a scenario file says after `parse.ts` has checked it. Durations are
 * milliseconds here and text such as `30s` in the file; everything else keeps the file's words.
 */
import type { Site } from '../lab/estate.ts';
import type { ParameterValues, Where } from '../lab/faults/fault.ts';
import type { Phase, SignInResult, UserGroup } from '../lab/timeline.ts';
import type { AgentStatus } from '../protocol/timings.ts';

export interface Scenario {
  /** The file's name without `.yaml`. */
  id: string;
  title: string;
  description: string;
  estate: ScenarioEstate;
  traffic?: { everyMs: number };
  steadyState: readonly ProbeStep[];
  method: readonly Step[];
  /** How long the steady state may take to come back after the rollback. */
  after: { withinMs: number };
}

/** Either `agents` or `sites`, or neither for the lab's default. */
export interface ScenarioEstate {
  agents?: number;
  sites?: readonly Site[];
  users?: number;
}

export interface ProbeStep {
  probe: string;
  /** Checked against the probe's branch in `schema.json`. */
  expect: Readonly<Record<string, unknown>>;
}

/** `name`: what the step shows, in plain words. */
export type Step = { name?: string } & (
  | { kind: 'inject'; fault: string; where: Where; parameters: Partial<ParameterValues> }
  | { kind: 'heal'; fault: string }
  | { kind: 'wait'; durationMs: number }
  | { kind: 'advance'; durationMs: number }
  | { kind: 'phase'; phase: Phase; when: Expectation; withinMs: number }
  | { kind: 'expect'; expect: Expectation; of?: Phase; withinMs: number }
);

/**
 * What must be so. Sign-ins count to the phase in which they started: the current one, or the one
 * named by `of`. Events and status changes count from the last injection or healing.
 */
export interface Expectation {
  /** At least one sign-in of the group ended, and with nothing but these results. */
  signIns?: ByGroup<readonly SignInResult[]>;
  /** Each of these results has come at least once; others may have come too. */
  seen?: ByGroup<readonly SignInResult[]>;
  /**
   * Of the first `samples` sign-ins of the group, the part that ended with the result: lowest and
   * highest.
   */
  share?: ByGroup<Readonly<Record<string, readonly [number, number]>>>;
  samples?: number;
  events?: readonly { id: number; agents: Agents }[];
  status?: Readonly<Partial<Record<AgentStatus, Agents>>>;
  /** No agent's status has changed. */
  statusChanges?: 'none';
}

export type ByGroup<T> = Readonly<Partial<Record<UserGroup, T>>>;
export type Agents = 'all' | readonly string[];
