/** Rates as people write them. */
import { expect, test } from 'vitest';
import { parseRate } from './parse-rate.ts';

test.each([
  ['900/s', 900],
  ['900', 900],
  ['54000/min', 900],
  ['1.2M/h', 1_200_000 / 3_600],
  ['2.5k/s', 2_500],
  [' 0.5/s ', 0.5],
])('%s is %f a second', (text, perSecond) => {
  expect(parseRate(text)).toBeCloseTo(perSecond, 9);
});

test.each(['', '0', '0/s', '-5/s', '900/d', '9e2/s', '900 /s', 'fast', '1,000/s', '/s', 'NaN'])(
  '"%s" is no rate above 0',
  (text) => {
    expect(parseRate(text)).toBeUndefined();
  },
);
