/** Durations, there and back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, isDuration, parseDuration } from './duration.ts';

test.each([
  ['30s', 30_000],
  ['5m', 300_000],
  ['2h15m', 8_100_000],
  ['10d', 864_000_000],
  ['250ms', 250],
])('%s is %i ms', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs);
  expect(formatDuration(durationMs)).toBe(text);
});

test.each([
  ['1.5ms', 1.5],
  ['-5m', -300_000],
  ['+30s', 30_000],
])('%s, of an estate file, is %d ms', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs);
});

test.each(['', 'soon', '30', '30 s', '-5s', '5x', '1.5h'])('"%s" is no duration', (text) => {
  expect(isDuration(text)).toBe(false);
});

test('what is written can be read again', () => {
  fc.assert(
    fc.property(fc.nat(10 ** 10), (durationMs) => {
      const text = formatDuration(durationMs);
      expect(isDuration(text)).toBe(true);
      expect(parseDuration(text)).toBe(durationMs);
    }),
  );
});
