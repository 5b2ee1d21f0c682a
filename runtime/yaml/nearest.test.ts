/** Which slips are forgiven. */
import { expect, test } from 'vitest';
import { didYouMean, nearestName } from './nearest.ts';

const KNOWN = ['block-443', 'tls-inspection', 'dc-down'];

test.each([
  ['blok-443', 'block-443'],
  ['bolck-443', 'block-443'],
  ['Block-443', 'block-443'],
  ['tls-inspect', 'tls-inspection'],
  ['cd-down', 'dc-down'],
  ['something else', undefined],
  ['', undefined],
])('"%s" was probably meant to be %s', (typed, meant) => {
  expect(nearestName(typed, KNOWN)).toBe(meant);
});

test('a hint is put behind a sentence, or nothing', () => {
  expect(didYouMean('dc-dwon', KNOWN)).toBe('; did you mean "dc-down"?');
  expect(didYouMean('zzz', KNOWN)).toBe('');
});
