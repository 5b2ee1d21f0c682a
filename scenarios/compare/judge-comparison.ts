/**
 * From measured pairs to findings: pure. "No difference found" is said only where a difference that
 * matters would have shown; where it would not, the row is inconclusive.
 */

import { PHASES } from '../../lab/timeline.ts';
import {
  ALPHA,
  type Comparison,
  type ComparisonRow,
  type Finding,
  UNSEEN_SHARE_MAX,
} from './comparison.ts';
import type { Measure } from './measure-run.ts';
import { holm, median, pairsNeeded, signedRankTest, signTest } from './statistics.ts';

/** One seed: the run without the change, and the run with it. */
export interface MeasuredPair {
  seed: string;
  without: readonly Measure[];
  with: readonly Measure[];
  sameBefore: boolean;
}

export function judgeComparison(scenario: string, pairs: readonly MeasuredPair[]): Comparison {
  const raw = subjectsOf(pairs)
    .toSorted(byPlace)
    .map((subject) => compareSubject(subject, pairs));
  const adjusted = holm(raw.map(({ p }) => p));
  const needed = pairsNeeded(raw.length, ALPHA);
  const rows = raw.map(({ samples, ...row }, at): ComparisonRow => {
    const pAdjusted = adjusted[at] ?? 1;
    if (pAdjusted <= ALPHA) return { ...row, pAdjusted, finding: 'different' };
    const foundFrom =
      row.kind === 'failed' ? shareFoundFrom(row.pairs, needed, samples) : undefined;
    const isTooFew = row.pairs < needed || (foundFrom ?? 0) > UNSEEN_SHARE_MAX;
    const finding = isTooFew ? 'inconclusive' : 'no-difference-found';
    return { ...row, pAdjusted, ...(foundFrom !== undefined && { foundFrom }), finding };
  });
  return {
    ...{ scenario, seeds: pairs.map(({ seed }) => seed), alpha: ALPHA },
    ...conclude(rows, pairs.length, needed),
    samePairsBefore: pairs.filter(({ sameBefore }) => sameBefore).length,
    pairsNeeded: needed,
    rows,
  };
}

type Subject = Pick<Measure, 'phase' | 'kind' | 'subject'>;

const isOf = (one: Subject, other: Subject) =>
  one.phase === other.phase && one.kind === other.kind && one.subject === other.subject;

/** Before the change there is nothing to compare: both runs are one. */
function subjectsOf(pairs: readonly MeasuredPair[]): Subject[] {
  const subjects: Subject[] = [];
  for (const measure of pairs.flatMap((pair) => [...pair.with, ...pair.without])) {
    if (measure.phase === 'before' || subjects.some((known) => isOf(known, measure))) continue;
    subjects.push({ phase: measure.phase, kind: measure.kind, subject: measure.subject });
  }
  return subjects;
}

const KINDS = ['failed', 'p50', 'p95', 'code', 'event', 'status'] as const;

function byPlace(one: Subject, other: Subject): number {
  return (
    PHASES.indexOf(one.phase) - PHASES.indexOf(other.phase) ||
    KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
    (one.subject < other.subject ? -1 : 1)
  );
}

type RawRow = Omit<ComparisonRow, 'pAdjusted' | 'finding'> & { samples: number };

function compareSubject(subject: Subject, pairs: readonly MeasuredPair[]): RawRow {
  const { phase, kind, subject: name } = subject;
  const isPresence = kind === 'code' || kind === 'event' || kind === 'status';
  const values = pairs.flatMap((pair) => {
    const reached = pair.with.some((measure) => measure.phase === phase);
    const [less, more] = [pair.without, pair.with].map((own) =>
      own.find((measure) => isOf(measure, subject)),
    );
    // What did not show is a 0; where nobody signed in there is nothing to measure.
    if (!reached || (!isPresence && !(less && more))) return [];
    const samples = Math.min(less?.samples ?? 0, more?.samples ?? 0);
    return [{ without: less?.value ?? 0, with: more?.value ?? 0, samples }];
  });
  const differences = values.map((value) => value.with - value.without);
  const centre = isPresence ? total : kind === 'failed' ? mean : median;
  return {
    ...{ phase, kind, subject: name, pairs: values.length },
    without: centre(values.map((value) => value.without)),
    with: centre(values.map((value) => value.with)),
    p: isPresence
      ? signTest(
          differences.filter((one) => one > 0).length,
          differences.filter((one) => one < 0).length,
        )
      : signedRankTest(differences),
    samples: median(values.map(({ samples }) => samples)),
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : total(values) / values.length;
}

/**
 * The share of failing sign-ins from which on as many runs as are needed would, on average, hold at
 * least one of them.
 */
function shareFoundFrom(pairs: number, needed: number, samples: number): number {
  if (pairs < needed || samples < 1) return 1;
  return 1 - (1 - needed / pairs) ** (1 / samples);
}

function conclude(
  rows: readonly ComparisonRow[],
  pairs: number,
  needed: number,
): { finding: Finding; because: string } {
  const count = (finding: Finding) => rows.filter((row) => row.finding === finding).length;
  const different = count('different');
  if (different > 0) {
    const because = `${different} of ${rows.length} measures differ over ${pairs} pairs of runs`;
    return { finding: 'different', because };
  }
  const untold = count('inconclusive');
  if (untold > 0 || rows.length === 0) {
    const because =
      pairs < needed
        ? `${pairs} pairs of runs are too few to tell: a difference has to show in ${needed}`
        : `${untold} of ${rows.length} measures rest on too few sign-ins to tell`;
    return { finding: 'inconclusive', because };
  }
  const because = `none of ${rows.length} measures differs over ${pairs} pairs of runs`;
  return { finding: 'no-difference-found', because };
}
