/**
 * The metrics that thresholds are about, by k6's names, and nothing more: a metric that no
 * threshold asks for costs nothing. `sign_in_duration{scenario:peak}` is a metric of its own.
 */
import type { ThresholdOutcome } from '../load-result.ts';
import type { LoadOptions } from '../load-test.ts';
import { createHistogram, type Histogram } from './histogram.ts';
import { isMet, isShare, parseThreshold, percentileOf, type Threshold } from './threshold.ts';

export interface Metrics {
  /** Of a rate: 1 or 0. */
  add(metric: string, value: number, tags: Tags): void;
  outcomes(): readonly ThresholdOutcome[];
}

type Tags = Readonly<Record<string, string>>;

interface Sink {
  name: string;
  tags: readonly (readonly [string, string])[];
  thresholds: readonly { expression: string; threshold: Threshold }[];
  samples: number;
  sum: number;
  histogram: Histogram | undefined;
}

/** A counter is a rate too, over the time that the test took. @throws LabError `LOAD_THRESHOLD` */
export function createMetrics(
  { thresholds }: Pick<LoadOptions, 'thresholds'>,
  seconds: () => number,
): Metrics {
  const sinks = Object.entries(thresholds).map(([key, expressions]) => sinkOf(key, expressions));
  const byName = Map.groupBy(sinks, ({ name }) => name);
  return {
    add(metric, value, tags) {
      for (const sink of byName.get(metric) ?? []) {
        if (!sink.tags.every(([tag, wanted]) => tags[tag] === wanted)) continue;
        sink.samples += 1;
        sink.sum += value;
        sink.histogram?.record(value);
      }
    },
    outcomes: () =>
      sinks.flatMap((sink, at) => {
        const metric = Object.keys(thresholds)[at] ?? sink.name;
        return sink.thresholds.map(({ expression, threshold }) => {
          const { samples } = sink;
          if (samples === 0) return { metric, expression, met: false, samples };
          const observed = observe(sink, threshold.statistic, seconds());
          return { metric, expression, met: isMet(threshold, observed), observed, samples };
        });
      }),
  };
}

/** `sign_in_duration{scenario:peak,result:0}` */
function sinkOf(key: string, expressions: readonly string[]): Sink {
  const [, name = key, selector = ''] = /^([^{]+)\{(.*)\}$/.exec(key) ?? [];
  const tags = selector.split(',').filter((pair) => pair.includes(':'));
  const parsed = expressions.map((expression) => {
    return { expression, threshold: parseThreshold(key, expression) };
  });
  const isTrend = parsed.some(({ threshold }) => isOfTrend(threshold.statistic));
  return {
    name,
    tags: tags.map((pair) => {
      const at = pair.indexOf(':');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
    }),
    thresholds: parsed,
    samples: 0,
    sum: 0,
    histogram: isTrend ? createHistogram() : undefined,
  };
}

const TREND_STATISTICS = ['avg', 'min', 'max', 'med'];

function isOfTrend(statistic: string): boolean {
  return TREND_STATISTICS.includes(statistic) || percentileOf(statistic) !== undefined;
}

function observe({ name, samples, sum, histogram }: Sink, statistic: string, seconds: number) {
  if (statistic === 'count') return sum;
  if (statistic === 'rate') return isShare(name) ? sum / samples : sum / Math.max(seconds, 0.001);
  if (histogram === undefined) return sum;
  if (statistic === 'avg') return histogram.mean;
  if (statistic === 'min') return histogram.min;
  if (statistic === 'max') return histogram.max;
  return histogram.percentile(statistic === 'med' ? 50 : (percentileOf(statistic) ?? 50));
}
