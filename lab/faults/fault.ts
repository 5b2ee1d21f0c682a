/**
 * The contract of a fault: a declaration, as data. `effects` is the cause; `symptoms` is a claim
 * that the catalogue test checks. Deleting every `symptoms` changes nothing that the lab does.
 */
import type { Effect } from '../../protocol/effects.ts';
import type { SourceId } from '../../protocol/sources.ts';
import type { AgentStatus, Basis, Timings } from '../../protocol/timings.ts';
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
  lookAlike: { fault: string; toldApartBy: string };
  fix: string;
  basis: Basis;
  sources: readonly SourceId[];
}

export type FaultFamily =
  | 'network'
  | 'tls'
  | 'name-resolution'
  | 'proxy'
  | 'agent'
  | 'directory'
  | 'account'
  | 'cloud'
  | 'capacity'
  | 'clock'
  | 'change-mistake';

/** An absent list means: everywhere. */
export interface Where {
  sites?: readonly string[];
  agents?: readonly string[];
  controllers?: readonly string[];
}

export type Parameter = { about: string } & (
  | { type: 'choice'; choices: readonly string[]; default: string }
  | { type: 'duration'; defaultMs: number; minMs: number; maxMs: number }
);

/** Choices are strings, durations are milliseconds; every parameter of the fault is present. */
export type ParameterValues = Readonly<Record<string, string | number>>;

/** What is claimed to show while every agent of the estate is affected. */
export interface Symptoms {
  phase: Exclude<Phase, 'before'>;
  /**
   * Lab time after the injection (or, for `healed`, after the healing) from which the claim holds.
   */
  afterMs: number;
  /** Sign-in results that show, per group of users; nothing else may show. 0 means tokens. */
  results: Readonly<Partial<Record<UserGroup, readonly number[]>>>;
  /** Ids that each affected agent writes to its event log in this phase. */
  events: readonly number[];
  /** What the agents list says of an affected agent at the end of the phase. */
  status: AgentStatus;
}
