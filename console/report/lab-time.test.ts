import { expect, test } from 'vitest';
import { formatClock, formatDuration } from './lab-time.ts';

test.each([
  [0, '0:00:00'],
  [59_999, '0:00:59'],
  [60_000, '0:01:00'],
  [86_399_999, '23:59:59'],
  [86_400_000, '1d 00:00:00'],
  [-5000, '−0:00:05'],
])('%i ms after the start the clock reads %s', (ms, words) => {
  expect(formatClock(ms)).toBe(words);
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [1500, '1.5 s'],
  [59_600, '1 min'],
  [90_000, '1 min 30 s'],
  [7_500_000, '2 h 5 min'],
  [86_400_000, '1 d'],
  [273_600_000, '3 d 4 h'],
])('%i ms last %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});
