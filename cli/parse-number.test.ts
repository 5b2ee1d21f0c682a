/** What a number on the command line may be. */
import { expect, test } from 'vitest';
import { parseNumber, parsePort } from './parse-number.ts';

test.each(['', '-1', '1.5', '1e3', 'x', '1234567890'])('"%s" is no whole number', (text) => {
  expect(() => parseNumber(text)).toThrow('Expected a whole number.');
  expect(() => parsePort(text)).toThrow('Expected a port, 0 to 65535.');
});

test('ports end at 65535', () => {
  expect([parsePort('0'), parsePort('65535')]).toEqual([0, 65_535]);
  expect(() => parsePort('65536')).toThrow('Expected a port, 0 to 65535.');
});
