import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDice } from './dice.ts';

test('the same seed gives the same numbers, another seed does not', () => {
  const draw = (seed: string) => Array.from({ length: 8 }, () => createDice(seed).below(1e6));
  expect(draw('a')).toEqual(draw('a'));
  expect(draw('a')).not.toEqual(draw('b'));
});

test('what one fork draws does not move another fork', () => {
  const quiet = createDice('s');
  const busy = createDice('s');
  busy.fork('other').bytes(100);
  busy.below(10);
  expect(busy.fork('agent').guid()).toBe(quiet.fork('agent').guid());
});

test('every number stays below the limit and every number comes up', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 7 }), (seed, n) => {
      const dice = createDice(seed);
      const seen = new Set(Array.from({ length: 400 }, () => dice.below(n)));
      expect(seen.size).toBe(n);
      expect(Math.max(...seen)).toBe(n - 1);
    }),
    { numRuns: 30 },
  );
});

test('guids have the form of version 4', () => {
  expect(createDice('x').guid()).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});
