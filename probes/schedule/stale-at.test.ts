import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../protocol/time-units.ts';
import { longestGapMs } from './longest-gap.ts';
import { staleAt } from './stale-at.ts';

const FRIDAY_MS = Date.UTC(2026, 10, 20, 22, 35);
const OFFICE = { cron: '5,35 6-22 * * MON-FRI', timeZone: 'UTC' };

test('three intervals and a minute for what runs by interval', () => {
  expect(staleAt({ everyMs: 300_000 }, 1000)).toBe(1000 + 16 * MINUTE_MS);
});

test('a pattern that rests at the weekend is not stale at the weekend', () => {
  expect(staleAt(OFFICE, FRIDAY_MS)).toBe(Date.UTC(2026, 10, 23, 7, 6));
  expect(staleAt(OFFICE, Date.UTC(2026, 10, 20, 8, 0))).toBe(Date.UTC(2026, 10, 20, 9, 6));
});

test('the longest gap of a pattern is its weekend', () => {
  expect(longestGapMs(OFFICE, FRIDAY_MS)).toBe(55.5 * HOUR_MS);
  expect(longestGapMs({ everyMs: 7 }, FRIDAY_MS)).toBe(7);
});
