import { expect, test } from 'vitest';
import { createDice } from './dice.ts';
import { createWorkTimes } from './work-times.ts';

const DRAWS = 40_000;

function draw(serviceMs: number, spread: number): { mean: number; spread: number } {
  const dice = createDice(`service ${spread}`);
  const next = createWorkTimes({ serviceMs, spread }, () => (dice.below(2 ** 32) + 1) / 2 ** 32);
  const times = Array.from({ length: DRAWS }, next);
  const mean = times.reduce((sum, time) => sum + time, 0) / DRAWS;
  const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / DRAWS;
  return { mean, spread: Math.sqrt(variance) / mean };
}

test.each([0.1, 0.3, 0.5, 0.6, 0.8, 1])('drawn times have mean 11.4 ms and spread %f', (spread) => {
  const drawn = draw(11.4, spread);
  // Four standard errors of the mean; the spread's own error is below 2 %.
  expect(Math.abs(drawn.mean - 11.4)).toBeLessThan((4 * 11.4 * spread) / Math.sqrt(DRAWS));
  expect(drawn.spread / spread).toBeCloseTo(1, 1);
});

test('without spread each takes the same time, and nothing is drawn', () => {
  const next = createWorkTimes({ serviceMs: 20, spread: 0 }, () => {
    throw new Error('drew a number');
  });
  expect([next(), next()]).toEqual([20, 20]);
});
