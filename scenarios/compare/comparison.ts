/**
 * What `rehearse --compare baseline` finds: runs of one seed with and without the change, pair by
 * pair. `compare.json` is this, as it is.
 */
import type { Phase } from '../../lab/timeline.ts';

/** Chance of one false finding among all rows, after Holm's correction. */
export const ALPHA = 0.05;

/** Worst share of failing sign-ins that may go unseen before "no difference" is too much to say. */
export const UNSEEN_SHARE_MAX = 0.25;

export type Finding = 'different' | 'no-difference-found' | 'inconclusive';

/**
 * - `failed`: share of a group's sign-ins that did not end as they should
 * - `p50`, `p95`: how long they took, in milliseconds
 * - `code`, `event`, `status`: in how many runs it showed at all
 */
export type MeasureKind = 'failed' | 'p50' | 'p95' | 'code' | 'event' | 'status';

export interface Comparison {
  scenario: string;
  seeds: readonly string[];
  alpha: number;
  finding: Finding;
  /** One sentence. */
  because: string;
  /** Pairs that were the same in every sign-in before the change: all, or pairing means less. */
  samePairsBefore: number;
  /** Pairs that have to differ in one direction before a row can be `different`. */
  pairsNeeded: number;
  rows: readonly ComparisonRow[];
}

export interface ComparisonRow {
  phase: Phase;
  kind: MeasureKind;
  /** A group of users, an AADSTS number, an event id or a status. */
  subject: string;
  /** Mean share, median milliseconds, or number of runs. */
  without: number;
  with: number;
  /** Pairs in which both runs had something to measure. */
  pairs: number;
  p: number;
  pAdjusted: number;
  /** Of `failed` without a finding: a share that would probably have been found. */
  foundFrom?: number;
  finding: Finding;
}
