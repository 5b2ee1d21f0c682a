import { expect, test } from 'vitest';
import { addBlock, takeBlock } from './shell-profile.ts';

const FILE = '/lab/trust/variables.sh';

test.each(['', 'export A=1', 'export A=1\n', '\n\n'])(
  'a profile that was %j is the same byte for byte after its lines went in and out',
  (text) => {
    const added = addBlock(text, FILE);
    expect(added).toContain(`. '${FILE}'`);
    expect(takeBlock(added, FILE)).toBe(text);
  },
);

test('lines of ours are there once, however often they are added', () => {
  const once = addBlock('a\n', FILE);
  expect(addBlock(once, FILE)).toBe(once);
});

test('what was written behind our lines since stays, and another lab’s lines too', () => {
  const both = `${addBlock(addBlock('a\n', FILE), '/other/variables.sh')}b\n`;
  const rest = takeBlock(both, FILE);
  expect(rest).toContain('/other/variables.sh');
  expect(rest).not.toContain(FILE);
  expect(takeBlock(rest, '/other/variables.sh')).toBe('a\nb\n');
});
