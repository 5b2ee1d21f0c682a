/**
 * Latencies of several parts as one. Distributions are added; percentiles cannot be, and what is
 * certain of the whole is only that no percentile is above the worst part's.
 */
import { decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import type { Latency } from '../load-result.ts';

export interface JoinedLatency {
  latency: Latency;
  /** ms; undefined where a part has no distribution. */
  percentile: ((percent: number) => number) | undefined;
}

export function joinLatencies(latencies: readonly Latency[]): JoinedLatency {
  const own = latencies.filter(({ count }) => count > 0);
  const encoded = own.flatMap(({ histogram }) => histogram ?? []);
  if (own.length === 0 || encoded.length < own.length) {
    return { latency: worstOf(own), percentile: undefined };
  }
  return addUp(encoded);
}

function addUp(encoded: readonly string[]): JoinedLatency {
  const [first = '', ...others] = encoded;
  const sum = decodeFromCompressedBase64(first);
  sum.autoResize = true;
  for (const text of others) sum.add(decodeFromCompressedBase64(text));
  const percentile = (percent: number) => sum.getValueAtPercentile(percent) / 1000;
  return {
    percentile,
    latency: {
      ...{ count: sum.totalCount, mean: sum.mean / 1000, max: sum.maxValue / 1000 },
      ...{ p50: percentile(50), p90: percentile(90), p95: percentile(95) },
      ...{ p99: percentile(99), p999: percentile(99.9) },
      histogram: encodeIntoCompressedBase64(sum),
    },
  };
}

function worstOf(latencies: readonly Latency[]): Latency {
  const count = latencies.reduce((sum, one) => sum + one.count, 0);
  const total = latencies.reduce((sum, one) => sum + one.mean * one.count, 0);
  const most = (key: 'p50' | 'p90' | 'p95' | 'p99' | 'p999' | 'max') =>
    latencies.reduce((top, one) => Math.max(top, one[key]), 0);
  return {
    ...{ count, mean: count === 0 ? 0 : total / count, max: most('max') },
    ...{ p50: most('p50'), p90: most('p90'), p95: most('p95') },
    ...{ p99: most('p99'), p999: most('p999') },
    ...(latencies.length > 0 && { atMost: true as const }),
  };
}
