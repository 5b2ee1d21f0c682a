/** `summary.json` of a load run; `summary-shape.ts` says what it is. */
import type { LoadResult, ThresholdOutcome } from '../load-result.ts';
import { LOAD_SCHEMA, type LoadSummary, type SummaryMetric } from './summary-shape.ts';

export function renderLoadSummary(result: LoadResult): string {
  const text = JSON.stringify(composeSummary(result), oneLineASecond, 2);
  return `${text.replace(SECOND_AS_TEXT, (_, second) => JSON.parse(`"${second}"`))}\n`;
}

const SECOND_AS_TEXT = /"(\{\\"atMs\\".*\})"(?=,?$)/gm;

/** Hours of load have thousands of them, for each agent too. */
function oneLineASecond(key: string, value: unknown): unknown {
  return key === 'seconds' && Array.isArray(value)
    ? value.map((one) => JSON.stringify(one))
    : value;
}

export function composeSummary(result: LoadResult): LoadSummary {
  const { durationMs, thresholds } = result.run;
  const metrics = measuredMetrics(result);
  for (const threshold of thresholds) addThreshold(metrics, threshold);
  return {
    options: { summaryTrendStats: Object.keys(trendValues(result)), summaryTimeUnit: 'ms' },
    state: { isStdOutTTY: false, isStdErrTTY: false, testRunDurationMs: durationMs },
    metrics,
    pta_lab: { $schema: LOAD_SCHEMA, ...result },
  };
}

function trendValues({ run }: LoadResult): Record<string, number> {
  const { count, mean, p50, p90, p95, p99, p999, max } = run.latency;
  const upper = { 'p(90)': p90, 'p(95)': p95, 'p(99)': p99, 'p(99.9)': p999 };
  return { avg: mean, med: p50, max, ...upper, count };
}

function measuredMetrics(result: LoadResult): Record<string, SummaryMetric> {
  const { latency, results, failed, durationMs, generator } = result.run;
  const counter = (count: number): SummaryMetric => ({
    ...{ type: 'counter', contains: 'default' },
    values: { count, rate: durationMs === 0 ? 0 : count / (durationMs / 1000) },
  });
  const rate = latency.count === 0 ? 0 : failed / latency.count;
  const byResult = Object.entries(results).map(([name, count]): [string, SummaryMetric] => [
    `sign_ins{result:${name}}`,
    counter(count),
  ]);
  return {
    sign_in_duration: { type: 'trend', contains: 'time', values: trendValues(result) },
    sign_in_failed: {
      ...{ type: 'rate', contains: 'default' },
      values: { rate, passes: failed, fails: latency.count - failed },
    },
    sign_ins: counter(latency.count),
    ...Object.fromEntries(byResult),
    dropped_iterations: counter(generator.dropped),
  };
}

/** A threshold on what nobody measured keeps its place: it failed for want of samples. */
function addThreshold(
  metrics: Record<string, SummaryMetric>,
  { metric, expression, met, observed }: ThresholdOutcome,
): void {
  const values: SummaryMetric['values'] = observed === undefined ? {} : { value: observed };
  const row = metrics[metric] ?? { type: 'gauge', contains: 'default', values };
  metrics[metric] = { ...row, thresholds: { ...row.thresholds, [expression]: { ok: met } } };
}
