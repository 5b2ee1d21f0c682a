/** What a bounded memory keeps, and what falls out of it. */
import { expect, test } from 'vitest';
import { createLatest } from './latest.ts';

test('the entry that was set longest ago goes first, and one set again is not the old one', () => {
  const latest = createLatest<number>(2);
  latest.set('a', 1);
  latest.set('a', 2);
  latest.set('b', 3);
  expect([latest.get('a'), latest.get('b')]).toEqual([2, 3]);
  latest.set('c', 4);
  expect([latest.get('a'), latest.get('b'), latest.get('c')]).toEqual([undefined, 3, 4]);
});

test('a deleted entry takes nobody with it that is set under its name later', () => {
  const latest = createLatest<number>(2);
  latest.set('a', 1);
  latest.delete('a');
  latest.set('a', 2);
  latest.set('b', 3);
  expect([latest.get('a'), latest.get('b')]).toEqual([2, 3]);
});
