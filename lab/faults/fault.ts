/**
 * The contract of a fault: a declaration, as data. `effects` is the cause; `symptoms` is a claim
 * that the catalogue test checks. Deleting every `symptoms` changes nothing that the lab does.
 */
import type { Effect } from '../../protocol/effects.ts';
import type { SourceId } from '../../protocol/sources.ts';
import type { AgentStatus, Basis, Timings } from '../../protocol/timings.ts';
import type { LabOptions } from '../estate.ts';
import type { FindingId } from '../inspect-estate.ts';
import type { Phase, UserGroup } from '../timeline.ts';

export interface Fault {
  /** The file's name, the CLI argument, the report row and the documentation heading. */
  id: string;
  title: string;
  family: FaultFamily;
  /** What happens in the world, in a sentence. */
  cause: string;
  /** The lists of `Where` that this fault understands. */
  where: readonly (keyof Where)[];
  parameters: Readonly<Record<string, Parameter>>;
  effects(where: Where, values: ParameterValues): readonly Effect[];
  symptoms(timings: Timings, values: ParameterValues): readonly Symptoms[];
  /**
   * What the claims need to be seen: an estate with a proxy, a certificate that ends within hours.
   * Read by tests only.
   */
  seenIn?: SeenIn;
  /** Why live mode cannot show it, where it cannot: `docs/failure-modes.md` prints it. */
  notLive?: string;
  lookAlike: { fault: string; toldApartBy: string };
  fix: string;
  basis: Basis;
  sources: readonly SourceId[];
}

/** In the order of lists and documents. */
export const FAULT_FAMILIES = [
  'network',
  'tls',
  'name-resolution',
  'proxy',
  'agent',
  'directory',
  'account',
  'cloud',
  'capacity',
  'clock',
  'change-mistake',
] as const;

export type FaultFamily = (typeof FAULT_FAMILIES)[number];

/** An absent list means: everywhere. */
export interface Where {
  sites?: readonly string[];
  agents?: readonly string[];
  controllers?: readonly string[];
  forests?: readonly string[];
  users?: readonly string[];
  connectServers?: readonly string[];
}

export type Parameter = { about: string } & (
  | { type: 'choice'; choices: readonly string[]; default: string }
  | { type: 'duration'; defaultMs: number; minMs: number; maxMs: number }
  | { type: 'number'; unit: string; default: number; min: number; max: number }
);

export interface SeenIn {
  estate?: LabOptions;
  timings?: Partial<Timings>;
  /** How long the fault stays on in the test. Default: until agents have turned Inactive. */
  forMs?: number;
  /** Where it acts. Events and status are claimed of the agents there only. Default: everywhere. */
  where?: Where;
}

/** Choices are strings, durations are milliseconds; every parameter of the fault is present. */
export type ParameterValues = Readonly<Record<string, string | number>>;

/** What is claimed to show where the fault acts; unless `seenIn` says otherwise, everywhere. */
export interface Symptoms {
  phase: Exclude<Phase, 'before' | 'changed'>;
  /**
   * Lab time after the injection (or, for `healed`, after the healing) from which the claim holds.
   */
  afterMs: number;
  /** Until when, likewise. Default: until the next phase, or the healing. */
  untilMs?: number;
  /** Sign-in results that show, per group of users; nothing else may show. 0 means tokens. */
  results: Readonly<Partial<Record<UserGroup, readonly number[]>>>;
  /** Sign-ins with a right password take at least that long. */
  signInMsMin?: number;
  /** Codes that the sign-in log shows beside `results`, such as 80014 of an answer come late. */
  log?: readonly number[];
  /** Ids that each affected agent writes to its event log in this phase. */
  events: readonly number[];
  /** What an inspection of the estate finds at the end of the phase (`lab/inspect-estate.ts`). */
  findings?: readonly FindingId[];
  /**
   * What the agents list says of an affected agent at the end of the phase; `unlisted` if it is not
   * on it.
   */
  status: AgentStatus | 'unlisted';
}
