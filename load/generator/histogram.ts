/**
 * Latencies in microseconds with three digits, up to ten minutes: small, mergeable, and exact
 * enough for any percentile. Values go in and come out in milliseconds.
 */
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import type { Latency } from '../load-result.ts';

export interface Histogram {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  record(valueMs: number): void;
  /** 0 where nothing was recorded. */
  percentile(percent: number): number;
  reset(): void;
  /** HdrHistogram's own form, in microseconds: what parts of a run are joined by. */
  encode(): string;
}

const VALUE_US_MAX = 600_000_000;

export function createHistogram(): Histogram {
  const histogram = build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: VALUE_US_MAX,
    numberOfSignificantValueDigits: 3,
  });
  return {
    get count() {
      return histogram.totalCount;
    },
    get mean() {
      return histogram.totalCount === 0 ? 0 : histogram.mean / 1000;
    },
    get min() {
      return histogram.totalCount === 0 ? 0 : histogram.minNonZeroValue / 1000;
    },
    get max() {
      return histogram.maxValue / 1000;
    },
    record(valueMs) {
      const valueUs = Math.round(valueMs * 1000);
      histogram.recordValue(Math.min(Math.max(valueUs, 1), VALUE_US_MAX));
    },
    percentile: (percent) =>
      histogram.totalCount === 0 ? 0 : histogram.getValueAtPercentile(percent) / 1000,
    reset: () => histogram.reset(),
    encode: () => encodeIntoCompressedBase64(histogram),
  };
}

export function latencyOf(histogram: Histogram): Latency {
  const { count, mean, max, percentile } = histogram;
  const encoded = count > 0 && { histogram: histogram.encode() };
  return {
    ...{ count, mean, max },
    ...{ p50: percentile(50), p90: percentile(90), p95: percentile(95) },
    ...{ p99: percentile(99), p999: percentile(99.9) },
    ...encoded,
  };
}
