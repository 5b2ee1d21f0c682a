import { expect, test } from 'vitest';
import { createDice } from '../../runtime/dice.ts';
import { choose } from './choice.ts';

const DRAWS = 20_000;

/** How often each of three is chosen. */
function shares(skew: number): number[] {
  const dice = createDice(`choice ${skew}`);
  const counts = [0, 0, 0];
  for (let n = 0; n < DRAWS; n++) {
    const chosen = choose([0, 1, 2], skew, dice) ?? Number.NaN;
    counts[chosen] = (counts[chosen] ?? Number.NaN) + 1;
  }
  return counts.map((count) => count / DRAWS);
}

/** Four standard deviations of a binomial share. */
const within = (share: number) => 4 * Math.sqrt((share * (1 - share)) / DRAWS);

test.each([
  [0, [1, 1, 1]],
  [0.2, [1, 0.8, 0.64]],
  [0.5, [1, 0.5, 0.25]],
])('with a skew of %f each agent gets the share of its weight', (skew, weights) => {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const got = shares(skew);
  for (const [at, weight] of weights.entries()) {
    const share = weight / sum;
    expect(Math.abs((got[at] ?? 0) - share)).toBeLessThan(within(share));
  }
});

test('without a skew the choice takes one number below the count, as ever', () => {
  const [chosen, same] = [createDice('1'), createDice('1')];
  for (let n = 0; n < 100; n++) expect(choose([0, 1, 2], 0, chosen)).toBe(same.below(3));
});

test('nobody is chosen where nobody is', () => {
  expect(choose([], 0.3, createDice('1'))).toBeUndefined();
});
