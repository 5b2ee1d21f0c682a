/** The table of `pta-lab doctor`, and what a missing part does to a test. */
import { expect, test } from 'vitest';
import { decideSkip } from '../test/needs.ts';
import { renderParts } from './doctor.ts';
import { type Part, parseVersion } from './parts.ts';

const part: Part = {
  id: 'k6',
  title: 'k6',
  found: false,
  neededFor: 'pta-lab load',
  howToGet: 'Install k6.',
};

test('a missing part shows how to get it, a found one its version', () => {
  const table = renderParts([
    part,
    { ...part, id: 'npm', title: 'npm', found: true, version: '11.2' },
  ]);
  expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['part', 'found', 'version', 'needed for', 'how to get it'],
    ['k6', 'no', '-', 'pta-lab load', 'Install k6.'],
    ['npm', 'yes', '11.2', 'pta-lab load'],
    [''],
  ]);
});

test.each([
  ['v22.22.3\n', '22.22.3'],
  ['k6 v2.2.0 (go1.25, linux/amd64)', '2.2.0'],
  ['Chromium 150.0.1.2 built on Debian', '150.0.1.2'],
  ['no number at all', 'unknown'],
])('the version in %j is %s', (answer, version) => {
  expect(parseVersion(answer)).toBe(version);
});

test('a test whose part is there runs', () => {
  expect(decideSkip({ ...part, found: true }, 'all')).toBeUndefined();
});

test('a test whose part is missing is skipped with the reason', () => {
  const because = 'not here: k6. Install k6.';
  expect(decideSkip(part, undefined)).toEqual({ action: 'skip', because });
});

test('PTA_LAB_REQUIRE=all turns the skip into a failure', () => {
  expect(decideSkip(part, 'all')?.action).toBe('fail');
});
