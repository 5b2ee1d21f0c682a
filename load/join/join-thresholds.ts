/**
 * Thresholds judged on the joined run. Counts, shares, means and extremes of parts can be put
 * together exactly; a percentile lies somewhere between those of the parts, which decides only
 * where all parts agree.
 */
import {
  isMet,
  isShare,
  parseThreshold,
  percentileOf,
  type Threshold,
} from '../generator/threshold.ts';
import type { ThresholdOutcome } from '../load-result.ts';

type Percentile = ((percent: number) => number) | undefined;

/** @throws LabError `LOAD_THRESHOLD` */
export function joinThresholds(
  parts: readonly (readonly ThresholdOutcome[])[],
  percentile: Percentile,
): ThresholdOutcome[] {
  const groups = Map.groupBy(parts.flat(), ({ metric, expression }) => `${metric} ${expression}`);
  return [...groups.values()].map((outcomes) => joinOne(outcomes, percentile));
}

function joinOne(outcomes: readonly ThresholdOutcome[], percentile: Percentile): ThresholdOutcome {
  const [first] = outcomes;
  const { metric = '', expression = '' } = first ?? {};
  const seen = outcomes.filter(({ samples }) => samples > 0);
  const samples = seen.reduce((sum, one) => sum + one.samples, 0);
  const named = { metric, expression, samples };
  if (samples === 0) return { ...named, met: false };
  const threshold = parseThreshold(metric, expression);
  const observed = observe(threshold.statistic, seen, metric, percentile);
  if (observed !== undefined) return { ...named, observed, met: isMet(threshold, observed) };
  return { ...named, ...agree(threshold, seen) };
}

/** Undefined where the parts' figures do not give that of the whole. */
function observe(
  statistic: string,
  seen: readonly ThresholdOutcome[],
  metric: string,
  percentile: Percentile,
): number | undefined {
  const percent = statistic === 'med' ? 50 : percentileOf(statistic);
  if (percent !== undefined) {
    return metric === 'sign_in_duration' ? percentile?.(percent) : undefined;
  }
  const values = seen.flatMap(({ observed }) => observed ?? []);
  if (values.length < seen.length) return undefined;
  const samples = seen.reduce((sum, one) => sum + one.samples, 0);
  const sum = values.reduce((total, value) => total + value, 0);
  if (statistic === 'count') return sum;
  if (statistic === 'min') return Math.min(...values);
  if (statistic === 'max') return Math.max(...values);
  if (statistic !== 'avg' && !isShare(metric)) return statistic === 'rate' ? sum : undefined;
  return seen.reduce((total, one) => total + (one.observed ?? 0) * one.samples, 0) / samples;
}

/** What all parts meet the whole meets, and what none meets it does not. */
function agree(threshold: Threshold, seen: readonly ThresholdOutcome[]) {
  const met = seen.map((one) =>
    one.observed === undefined ? one.met : isMet(threshold, one.observed),
  );
  const values = seen.flatMap(({ observed }) => observed ?? []);
  const worst = values.length < seen.length ? {} : { observed: Math.max(...values) };
  if (met.every(Boolean)) return { ...worst, met: true };
  if (!met.some(Boolean)) return { ...worst, met: false };
  return { ...worst, met: false, undecided: true as const };
}
