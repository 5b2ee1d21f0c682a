/** Planted: what is too long, badly named or not erasable. */
import type { Plants } from './plant.ts';

const lines = (count: number) => 'go();\n'.repeat(count);
const functionOf = (count: number) => `function f() {\n${'  go();\n'.repeat(count - 2)}}\n`;

export const SHAPE = {
  'files are short': [
    {
      bad: { 'agent/a.ts': lines(301) },
      says: 'at most 300',
      good: { 'agent/a.ts': lines(300) },
    },
    {
      bad: { 'lab/faults/a.ts': `export const a: Fault = { id: 'a' };\n${lines(120)}` },
      says: 'at most 120',
      good: { 'lab/faults/a.ts': `export const a: Fault = { id: 'a' };\n${lines(119)}` },
    },
    {
      bad: { 'cli/a.ts': `export function register() {}\n${lines(120)}` },
      says: 'at most 120',
      good: { 'cli/a.ts': lines(121) },
    },
  ],
  'functions are short': [
    {
      bad: { 'agent/a.ts': functionOf(51) },
      says: 'f() has 51 lines',
      good: { 'agent/a.ts': functionOf(50) },
    },
    {
      bad: { 'agent/a.ts': `const g = {\n  run: async () => {\n${lines(50)}  },\n};\n` },
      says: 'run() has 52 lines',
      good: { 'agent/a.test.ts': `describe('long', () => {\n${lines(50)}});\n` },
    },
  ],
  'lines are short': [
    {
      bad: { 'agent/a.ts': `// ${'word '.repeat(20)}` },
      says: 'break the line',
      good: { 'agent/a.ts': `// see https://example.com/${'x'.repeat(100)}` },
    },
  ],
  'file names say what is inside': [
    {
      bad: { 'agent/http-helper.ts': '' },
      says: '"helper" says nothing',
      good: { 'agent/http-retry.ts': '' },
    },
    { bad: { 'utils/a.ts': '' }, says: '"utils" says nothing', good: { 'agent/a.test.ts': '' } },
    { bad: { 'agent/signIn.ts': '' }, says: 'kebab-case', good: { 'agent/sign-in.ts': '' } },
  ],
  'TypeScript can be erased and is not switched off': [
    {
      bad: { 'agent/a.ts': 'let a: any;' },
      says: 'use `unknown`',
      good: { 'agent/a.ts': 'let a: unknown; // any' },
    },
    {
      bad: { 'agent/a.ts': 'go(a!);' },
      says: 'test for undefined',
      good: { 'agent/a.ts': 'go(!a);' },
    },
    {
      bad: { 'agent/a.ts': 'enum A { B }' },
      says: 'union of string literals',
      good: { 'agent/a.ts': "type A = 'b';" },
    },
    {
      bad: { 'agent/a.ts': 'class A { constructor(private b: string) {} }' },
      says: 'declare the field',
      good: { 'agent/a.ts': 'class A { constructor(b: string) {} }' },
    },
    {
      bad: { 'agent/a.ts': "export * from './b.ts';" },
      says: 'hides where names come from',
      good: { 'agent/a.ts': "export { b } from './b.ts';" },
    },
  ],
  'the oldest supported Node can parse it': [
    {
      bad: { 'cli/a.ts': 'async function f() { await using lab = await start(); }' },
      says: 'dispose in `finally`',
      good: {
        'cli/a.test.ts': 'function f() { using lab = start(); }',
        'cli/b.ts': 'const using = 1;',
      },
    },
  ],
  'exports have names': [
    {
      bad: { 'agent/a.ts': 'export default 1;' },
      says: 'export it by name',
      good: { 'vitest.config.ts': 'export default 1;', 'load/a.k6.ts': 'export default 1;' },
    },
  ],
  'suppressions have a reason': [
    {
      bad: { 'agent/a.ts': '// @ts-ignore\ngo();' },
      says: 'write it behind a colon',
      good: { 'agent/a.ts': '// biome-ignore lint/x: the peer sends it like that\ngo();' },
    },
  ],
  'there are no barrels': [
    {
      bad: { 'agent/index.ts': "export { a } from './a.ts';" },
      says: 'import the file itself',
      good: { 'lab/faults/index.ts': '' },
    },
  ],
  'test names are sentences': [
    {
      bad: { 'agent/a.test.ts': "test('backoff', () => {});" },
      says: 'is no sentence',
      good: { 'agent/a.test.ts': "test('waits longer each time', () => {});" },
    },
  ],
} satisfies Plants;
