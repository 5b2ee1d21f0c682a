/** A name that fits no file any more would silently have that file run as if it were not named. */
import { expect, test } from 'vitest';
import { ABREAST, ONCE } from '../named-tests.ts';
import { readSources } from './read-sources.ts';

test.each([
  ['ONCE', ONCE],
  ['ABREAST', ABREAST],
])('each name in %s is that of a test file, and is there once', (_, names) => {
  const files = new Set(readSources().map(({ path }) => path));
  expect(names.filter((name) => !files.has(`${name}.test.ts`))).toEqual([]);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
