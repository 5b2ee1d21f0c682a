import { expect, test } from 'vitest';
import { findKnee } from './find-knee.ts';

const second = ([intended, good, failed = 0]: readonly number[], at: number) => ({
  ...{ atMs: at * 1_000, intended: intended ?? 0, dropped: 0, failed },
  completed: (good ?? 0) + failed,
});

const knee = (seconds: readonly (readonly number[])[]) => findKnee(seconds.map(second));

test('the knee is what was answered well while more was asked for', () => {
  const seconds = [
    [80, 80],
    [90, 90],
    [100, 100],
    [110, 102],
    [120, 98],
    [130, 60, 40],
  ];
  expect(knee(seconds)).toEqual({ perSecond: 100, atMs: 2_000 });
});

test('a ramp that everything of was carried has no knee', () => {
  expect(
    knee([
      [80, 80],
      [90, 89],
      [100, 101],
      [110, 109],
    ]),
  ).toBeUndefined();
});

test('failures answered in time are no throughput', () => {
  expect(
    knee([
      [50, 20, 30],
      [60, 20, 40],
      [70, 20, 50],
    ])?.perSecond,
  ).toBe(20);
});

test('a run shorter than the window says nothing', () => {
  expect(
    knee([
      [10, 5],
      [10, 5],
    ]),
  ).toBeUndefined();
});

test('a few sign-ins that end late at a low rate are no knee', () => {
  expect(
    knee([
      [3, 2],
      [3, 3],
      [3, 2],
      [3, 1],
    ]),
  ).toBeUndefined();
});
