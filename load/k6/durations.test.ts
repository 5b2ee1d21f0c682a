/** How the stages of a script follow the duration that was asked for. */
import { expect, test } from 'vitest';
import { createDurations } from './durations.ts';

test.each([
  [undefined, '2m', '30s', '30s'],
  ['1m', '2m', '30s', '15s'],
  ['1h30m', '1h', '1h', '5400s'],
  ['4s', '2m', '20s', '1s'],
  ['', '1m', '1m', '60s'],
])('asked %j of a longest stage of %s, %s becomes %s', (asked, longest, stage, expected) => {
  expect(createDurations(asked)(longest)(stage)).toBe(expected);
});

test.each(['fast', '10', '0s', '-5s', '5 m', '1d'])('%j is no duration', (asked) => {
  expect(() => createDurations(asked)).toThrow('PTA_LAB_DURATION: expected a duration such as 30s');
});
