import { expect, test } from 'vitest';
import { createTree } from '../tidy/tree.ts';
import { findMarks } from './marks.ts';

function marksOf(path: string, text: string) {
  return createTree([{ path, text }]).modules.flatMap(findMarks);
}

test('marks are found wherever a name is made, one inside the other too', () => {
  const text = "test.each([])(proves(['a.b', 'c.d'], causes(50126, 'x y')), f);";
  expect(marksOf('test/a.test.ts', text)).toMatchObject([
    { kind: 'proves', named: ['a.b', 'c.d'], line: 1 },
    { kind: 'causes', named: [50126] },
  ]);
});

test('a mark that names no literal is an error, because nobody could read it', () => {
  expect(() => marksOf('a.test.ts', "test(proves(id, 'x'), f);")).toThrow('a.test.ts:1');
});

test.each([
  ['test/witness/msal-python.e2e.test.ts', '', ['msal-python']],
  ['test/witness/any.e2e.test.ts', "import { a } from '@azure/msal-node';", ['@azure/msal-node']],
  ['test/a.browser.test.ts', "import { b } from 'vitest';", ['Chromium']],
  ['mock-entra/a.test.ts', "import type { c } from 'jose';", []],
])('the clients of %s are those it drives', (path, head, clients) => {
  const [mark] = marksOf(path, `${head}\ntest(proves('a.b', 'x'), f);`);
  expect(mark?.clients).toEqual(clients);
});
