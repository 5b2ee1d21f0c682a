import { expect, test } from 'vitest';
import type { RampingRate } from '../load-test.ts';
import { arrivalsOf, endOf, intendedBySecond } from './arrivals.ts';

const users = { preAllocatedVUs: 1, maxVUs: 1 };
const ramp: RampingRate = {
  ...{ executor: 'ramping-arrival-rate', exec: 'signIn', timeUnit: '1s', startRate: 0, ...users },
  stages: [
    { target: 10, duration: '10s' },
    { target: 10, duration: '1m' },
    { target: 0, duration: '10s' },
  ],
};

test('a ramp begins each iteration where the area under its rate is whole', () => {
  // Half of 10/s · 10 s; t with t² / 2 = k seconds.
  const first = [...arrivalsOf(ramp)].slice(0, 3);
  expect(first.map(Math.round)).toEqual([1_414, 2_000, 2_449]);
  const bySecond = intendedBySecond({ scenarios: { ramp }, thresholds: {} });
  expect(bySecond.slice(0, 10).reduce((sum, count) => sum + count)).toBeCloseTo(50, -1);
  expect(bySecond.slice(20, 25)).toEqual([10, 10, 10, 10, 10]);
  expect(bySecond.reduce((sum, count) => sum + count)).toBe(700);
});

test('a constant rate begins at once, spaced evenly, and scenarios add up', () => {
  const rate = { rate: 4, timeUnit: '1s', duration: '1s', startTime: '500ms', ...users };
  const later = { executor: 'constant-arrival-rate', exec: 'signIn', ...rate } as const;
  expect([...arrivalsOf(later)]).toEqual([500, 750, 1_000, 1_250]);
  expect(endOf({ scenarios: { ramp, later }, thresholds: {} })).toBe(80_000);
});

test('a rate a minute is spaced over the minute', () => {
  const rate = { rate: 2, timeUnit: '1m', duration: '1m30s', ...users };
  const slow = { executor: 'constant-arrival-rate', exec: 'signIn', ...rate } as const;
  expect([...arrivalsOf(slow)]).toEqual([0, 30_000, 60_000]);
});
