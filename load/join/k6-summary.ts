/**
 * A part from what k6 hands to `handleSummary`. It has counts and percentiles of the whole part and
 * nothing over time. A threshold that k6 calls ok without a sample is none that was met.
 */
import type { EngineRun, Latency, ThresholdOutcome } from '../load-result.ts';
import type { SummaryMetric } from '../report/summary-shape.ts';
import { k6ExitCode } from '../run/exit-code.ts';
import type { Part } from './part.ts';

export interface K6Summary {
  state?: { testRunDurationMs?: number };
  metrics: Readonly<Record<string, SummaryMetric>>;
}

export function isK6Summary(value: unknown): value is K6Summary {
  if (typeof value !== 'object' || value === null || !('metrics' in value)) return false;
  const { metrics } = value;
  if (typeof metrics !== 'object' || metrics === null) return false;
  return Object.values(metrics).every(
    (metric) => typeof metric?.values === 'object' && metric.values !== null,
  );
}

export function partOfK6Summary(name: string, { state, metrics }: K6Summary): Part {
  const thresholds = Object.entries(metrics).flatMap(([metric, row]) =>
    outcomesOf(metric, row, metrics),
  );
  const run: EngineRun = {
    ...{ engine: 'k6', version: 'unknown', seconds: [] },
    durationMs: state?.testRunDurationMs ?? 0,
    latency: latencyOf(metrics),
    results: resultsOf(metrics),
    failed: metrics.sign_in_failed?.values.passes ?? 0,
    thresholds,
    generator: {
      ...{ cores: 0, dropped: metrics.dropped_iterations?.values.count ?? 0 },
      underWayMax: metrics.vus?.values.max ?? 0,
      underWayLimit: metrics.vus_max?.values.max ?? 0,
    },
    exitCode: k6ExitCode(thresholds),
  };
  return { name, run };
}

/** What k6 leaves out (`p(99)` by default) is bounded by the slowest. */
function latencyOf(metrics: K6Summary['metrics']): Latency {
  const values = metrics.sign_in_duration?.values ?? {};
  const max = values.max ?? 0;
  const [p50 = max, p90 = max, p95 = max, p99 = max, p999 = max] = [
    values.med,
    ...['p(90)', 'p(95)', 'p(99)', 'p(99.9)'].map((key) => values[key]),
  ];
  const count = values.count ?? metrics.sign_ins?.values.count ?? 0;
  return { count, mean: values.avg ?? max, p50, p90, p95, p99, p999, max, atMost: true };
}

const TAGGED = /^sign_ins\{result:([^,}]+)\}$/;

/** k6 tells results apart only where a threshold asks for one; the rest is tokens or not. */
function resultsOf(metrics: K6Summary['metrics']): Record<string, number> {
  const told = Object.entries(metrics).flatMap(([key, { values }]) => {
    const result = TAGGED.exec(key)?.[1];
    return result === undefined ? [] : [[result, values.count ?? 0] as const];
  });
  if (told.some(([result]) => result === '0')) return Object.fromEntries(told);
  const others = told.reduce((sum, [, count]) => sum + count, 0);
  const all = metrics.sign_ins?.values.count ?? 0;
  const untold = Math.max(0, (metrics.sign_in_failed?.values.passes ?? 0) - others);
  return {
    '0': Math.max(0, all - others - untold),
    ...Object.fromEntries(told),
    ...(untold > 0 && { untold }),
  };
}

function outcomesOf(
  metric: string,
  { values, thresholds = {}, type }: SummaryMetric,
  metrics: K6Summary['metrics'],
) {
  const samples = samplesOf(values, type) ?? metrics.sign_ins?.values.count ?? 0;
  return Object.entries(thresholds).map(([expression, { ok }]): ThresholdOutcome => {
    const statistic = /^\s*([a-z]+(?:\([\d.]+\))?)/.exec(expression)?.[1] ?? '';
    const observed = values[statistic];
    const met = ok && samples > 0;
    return { metric, expression, met, samples, ...(observed !== undefined && { observed }) };
  });
}

/** A trend without a count has as many as there were sign-ins, if it has a slowest one at all. */
function samplesOf(values: SummaryMetric['values'], type: SummaryMetric['type']) {
  if (type === 'rate') return (values.passes ?? 0) + (values.fails ?? 0);
  return values.count ?? ((values.max ?? 0) > 0 ? undefined : 0);
}
