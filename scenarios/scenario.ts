/**
 * A rehearsal as data: what a scenario file says after `file/parse.ts` has checked it. Durations
 * are milliseconds here and text such as `30s` in the file; everything else keeps the file's words.
 */
import type { LabOptions } from '../lab/estate.ts';
import type { ParameterValues, Where } from '../lab/faults/fault.ts';
import type { Phase, SignInResult, UserGroup } from '../lab/timeline.ts';
import type { AgentStatus } from '../protocol/timings.ts';

export interface Scenario {
  /** The file's name without `.yaml`. */
  id: string;
  title: string;
  description: string;
  /** Under which heading `rehearse --list` shows it. */
  group: string;
  /** As resolved: defaults of the file under what was given. */
  variables: Readonly<Record<string, VariableValue>>;
  estate: ScenarioEstate;
  traffic?: { everyMs: number };
  steadyState: readonly ProbeStep[];
  hypothesis: Hypothesis;
  /** Whether the first thing that is not as expected ends the method. */
  failFast: boolean;
  method: readonly Step[];
  rollback: RollbackStrategy;
  /** How long the steady state may take to come back after the rollback. */
  after: { withinMs: number };
  /** Lab time that the method may take. */
  limitMs: number;
}

export type VariableValue = string | number | boolean | readonly (string | number)[];

/** Either `agents` or `sites`, or neither for the lab's default. */
export type ScenarioEstate = Pick<
  LabOptions,
  'agents' | 'sites' | 'capacity' | 'users' | 'forests' | 'timings' | 'tenantFile'
>;

export const HYPOTHESIS_STRATEGIES = [
  'before-and-after',
  'before',
  'after',
  'during',
  'continuously',
] as const;

/** When the steady state is looked at. `continuously`: before, during the method and after. */
export interface Hypothesis {
  strategy: (typeof HYPOTHESIS_STRATEGIES)[number];
  /** Between two looks of `during` and `continuously`. */
  everyMs: number;
  /** The part of the looks during the method, of each probe, that must have passed. */
  atLeast: number;
}

/** `deviated`: only after something was not as expected, or ended the run early. */
export const ROLLBACK_STRATEGIES = ['always', 'deviated', 'never'] as const;
export type RollbackStrategy = (typeof ROLLBACK_STRATEGIES)[number];

export interface ProbeStep {
  probe: string;
  /** The lab's account that it signs in with. Default: the probe's own choice. */
  as?: string;
  /** `wrong`: another one than the account has. */
  password?: 'wrong';
  /** The server it stands on, for probes that look at one. Default: the first. */
  on?: string;
  /** Checked against the probe's branch in `schema.json`. */
  expect: Readonly<Record<string, unknown>>;
}

export type Step = StepFrame & Deed;

export interface StepFrame {
  /** What the step shows, in plain words. */
  name?: string;
  pauseBeforeMs?: number;
  pauseAfterMs?: number;
}

/**
 * What takes itself back: the step lasts `forMs`, or, in the background, the method goes on
 * meanwhile.
 */
export interface Span {
  forMs?: number;
  background?: boolean;
}

export type Deed =
  | (Span & { kind: 'inject'; fault: string; where: Where; parameters: Partial<ParameterValues> })
  | { kind: 'heal'; fault: string }
  | (Span & {
      kind: 'do';
      change: string;
      where: Where;
      parameters: Partial<ParameterValues>;
      /** The product must refuse it. */
      refused?: boolean;
    })
  | { kind: 'undo'; change: string }
  | (Span & { kind: 'traffic'; everyMs: number | undefined })
  | { kind: 'wait'; durationMs: number }
  | { kind: 'advance'; durationMs: number }
  | { kind: 'phase'; phase: Phase; when: Expectation; withinMs: number }
  | { kind: 'expect'; expect: Expectation; of?: Phase; withinMs: number }
  | { kind: 'probe'; probe: ProbeStep; withinMs: number }
  | { kind: 'require'; guard: Guard; withinMs: number };

/** Of `heal` and `undo`: everything there is. */
export const ALL = 'all';

/** What must be so before anything further is done. */
export type Guard =
  | { kind: 'expectation'; expect: Expectation }
  /** The probe, while the agents named are stopped; they are started again after it. */
  | { kind: 'probe'; probe: ProbeStep; whileStopped?: Agents };

/**
 * What must be so. Sign-ins count to the phase in which they started: the current one, or the one
 * named by `of`. Events and status changes count from the last injection, change or healing.
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
  share?: ByGroup<Readonly<Record<string, Range>>>;
  samples?: number;
  /** Each of these agents answered sign-ins of the phase, and no other did. */
  answeredBy?: Agents;
  /** By agent: of the sign-ins in flight at the last change, and since, how many it lost. */
  lost?: Readonly<Record<string, Range>>;
  /** Codes that the cloud's sign-in log shows for sign-ins of the phase. */
  log?: readonly number[];
  events?: readonly { id: number; agents: Agents }[];
  status?: Readonly<Partial<Record<AgentStatus, Agents>>>;
  /** By server: the status of each of its entries on the agents list, in any order. */
  entries?: Readonly<Record<string, readonly AgentStatus[]>>;
  /** By server: what Programs and Features shows, these and no others that have to do with PTA. */
  programs?: Readonly<Record<string, readonly string[]>>;
  /** What an administrator finds who looks over the estate: these and nothing else. */
  findings?: readonly string[];
  /** No agent's status has changed. */
  statusChanges?: 'none';
}

export type ByGroup<T> = Readonly<Partial<Record<UserGroup, T>>>;
/** Lowest and highest, both included. */
export type Range = readonly [number, number];
export type Agents = 'all' | readonly string[];
