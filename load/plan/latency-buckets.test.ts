/** Percentiles out of buckets against the same ones out of a sorted list. */
import { expect, test } from 'vitest';
import { createUniform } from './chance.ts';
import { createLatencyBuckets } from './latency-buckets.ts';

test('every percentile is within 0.4 % of the exact one, from 0.1 ms to a minute', () => {
  const uniform = createUniform('buckets');
  const buckets = createLatencyBuckets();
  const exact: number[] = [];
  for (let sample = 0; sample < 50_000; sample++) {
    const ms = 0.1 * 600_000 ** uniform();
    exact.push(ms);
    buckets.record(ms);
  }
  exact.sort((a, b) => a - b);
  for (const share of [0.001, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1]) {
    const wanted = exact[Math.ceil(share * exact.length) - 1] ?? 0;
    const got = buckets.percentile(share) ?? 0;
    // A step is 0.01 ms: the smallest times are exact to half of it.
    expect(Math.abs(got - wanted)).toBeLessThan(Math.max(0.006, 0.004 * wanted));
  }
  const over = exact.filter((ms) => ms > 1_000).length / exact.length;
  expect(buckets.shareOver(1_000)).toBeCloseTo(over, 3);
});

test('the 99th percentile of 100 samples is the 99th, not the largest', () => {
  const buckets = createLatencyBuckets();
  for (let ms = 1; ms <= 100; ms++) buckets.record(ms);
  expect(Math.floor(buckets.percentile(0.99) ?? 0)).toBe(99);
});

test('without samples there is no percentile', () => {
  expect(createLatencyBuckets().percentile(0.5)).toBeUndefined();
});
