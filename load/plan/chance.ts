/**
 * Chance for the simulation: plain numbers from one stream, because the ports' `Dice` answers in
 * whole numbers below a bound, which is several times slower.
 */
import { createDice } from '../../runtime/dice.ts';
import { sfc32 } from '../../runtime/sfc32.ts';

/** Above 0 and below 1. */
export type Uniform = () => number;

const WORDS = 2 ** 32;

export function createUniform(seed: string): Uniform {
  const [a = 0, b = 0, c = 0, counter = 0] = new Uint32Array(
    createDice(seed).bytes(16).slice().buffer,
  );
  const next = sfc32(a, b, c, counter);
  return () => (next() + 0.5) / WORDS;
}

/** Which of several, as often as its weight says; each at the cost of one number. */
export function createChoice(weights: readonly number[], uniform: Uniform): () => number {
  const count = weights.length;
  if (weights.every((weight) => weight === weights[0])) return () => (uniform() * count) | 0;
  const { own, other } = aliasTable(weights);
  return () => {
    const drawn = uniform() * count;
    const at = drawn | 0;
    return drawn - at < (own[at] ?? 1) ? at : (other[at] ?? at);
  };
}

/** Walker's alias method, as Vose builds the table. */
function aliasTable(weights: readonly number[]): { own: Float64Array; other: Uint32Array } {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const own = Float64Array.from(weights, (weight) => (weight * weights.length) / sum);
  const other = Uint32Array.from(weights, (_, at) => at);
  const poor = weights.flatMap((_, at) => ((own[at] ?? 0) < 1 ? [at] : []));
  const rich = weights.flatMap((_, at) => ((own[at] ?? 0) < 1 ? [] : [at]));
  while (poor.length > 0 && rich.length > 0) {
    const [taker = 0, giver = 0] = [poor.pop(), rich.at(-1)];
    other[taker] = giver;
    own[giver] = (own[giver] ?? 0) - (1 - (own[taker] ?? 0));
    if ((own[giver] ?? 0) < 1) poor.push(rich.pop() ?? giver);
  }
  // What is left differs from 1 by rounding only.
  for (const at of [...poor, ...rich]) own[at] = 1;
  return { own, other };
}
