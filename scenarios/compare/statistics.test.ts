/** Against values of printed tables, and numbers that can be counted by hand. */
import { expect, test } from 'vitest';
import { holm, median, pairsNeeded, quantile, signedRankTest, signTest } from './statistics.ts';

/** Differences 1…n with the signs such that the smaller rank sum is `rankSum`. */
function withRankSum(pairs: number, rankSum: number): number[] {
  let left = rankSum;
  return Array.from({ length: pairs }, (_, at) => pairs - at).map((rank) => {
    if (rank > left) return rank;
    left -= rank;
    return -rank;
  });
}

test.each([
  [5, 0, 0.0625],
  [6, 0, 0.03125],
  [8, 2, 0.109375],
  [3, 3, 1],
  [0, 0, 1],
])('sign test: %i against %i pairs', (more, fewer, p) => {
  expect(signTest(more, fewer)).toBeCloseTo(p, 12);
  expect(signTest(fewer, more)).toBeCloseTo(p, 12);
});

// Critical values of the signed-rank statistic, two-sided 5 %, as textbooks print them.
test.each([
  [6, 0],
  [8, 3],
  [10, 8],
  [15, 25],
  [20, 52],
])('signed ranks: of %i pairs a sum of %i is significant, one more is not', (pairs, critical) => {
  expect(signedRankTest(withRankSum(pairs, critical))).toBeLessThanOrEqual(0.05);
  expect(signedRankTest(withRankSum(pairs, critical + 1))).toBeGreaterThan(0.05);
});

test('signed ranks: nothing differs, all differ, and equal sizes share a rank', () => {
  expect(signedRankTest([0, 0, 0])).toBe(1);
  expect(signedRankTest([1, 2, 3, 4, 5])).toBe(0.0625);
  // All of one size: only the signs count, so it is the sign test.
  expect(signedRankTest([7, 7, 7, 7, 7, 7, 7, 7, -7, -7])).toBeCloseTo(signTest(8, 2), 12);
});

test('Holm corrects the smallest most and never lets a larger one overtake', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.5, 0.9])).toEqual([1, 1]);
});

test('as many pairs are needed as make chance rare enough', () => {
  expect(pairsNeeded(1, 0.05)).toBe(6);
  expect(signTest(pairsNeeded(30, 0.05), 0) * 30).toBeLessThanOrEqual(0.05);
  expect(signTest(pairsNeeded(30, 0.05) - 1, 0) * 30).toBeGreaterThan(0.05);
});

test('median and nearest rank', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN]);
  expect(quantile([5, 1, 4, 2, 3], 0.95)).toBe(5);
});
