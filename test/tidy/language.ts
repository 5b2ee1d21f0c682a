/**
 * The part of TypeScript we use. Biome and the compiler refuse some of this too; here it also
 * covers files that a suppression comment would hide from them.
 */
import { isTest, REGISTRIES } from './places.ts';
import { judgeNodes, nameOf, type Rule, type Source } from './tree.ts';

const REPLACEMENTS: Readonly<Record<string, string>> = {
  TSAnyKeyword: '`any` switches the types off; use `unknown` and parse',
  TSNonNullExpression: 'non-null `!` is a guess; test for undefined or change the type',
  TSEnumDeclaration: '`enum` cannot be erased; use a union of string literals',
  TSModuleDeclaration: 'a namespace cannot be erased; use a module',
  TSParameterProperty: 'a parameter property cannot be erased; declare the field',
  TSImportEqualsDeclaration: '`import =` cannot be erased; use an ES import',
  ExportAllDeclaration: '`export *` hides where names come from; import from the file itself',
};

/** Tools that read a default export, and declarations that merge into theirs. */
const isToolConfig = ({ path }: Source) =>
  /(^|\/)[a-z-]+\.config\.(ts|mjs)$/.test(path) || path.endsWith('.k6.ts');

export const language: Rule = ({ modules }) =>
  judgeNodes(modules, (node) => REPLACEMENTS[node.type]);

export const defaultExports: Rule = ({ modules }) =>
  judgeNodes(
    modules.filter((module) => !isToolConfig(module)),
    ({ type }) =>
      type === 'ExportDefaultDeclaration'
        ? 'a default export has no name of its own; export it by name'
        : undefined,
  );

const SUPPRESSIONS = /biome-ignore|@ts-(ignore|nocheck|expect-error)|eslint-disable/;

export const suppressions: Rule = ({ modules }) =>
  modules.flatMap((module) =>
    module.comments
      .filter(({ value }) => SUPPRESSIONS.test(value) && !/: \S+/.test(value))
      .map(({ start }) => ({
        path: module.path,
        line: module.text.slice(0, start).split('\n').length,
        message: 'a suppression without a reason; write it behind a colon, or fix the cause',
      })),
  );

/** Types are stripped, nothing is translated; in tests vitest does that. */
export const oldestSyntax: Rule = ({ modules }) =>
  judgeNodes(
    modules.filter(({ path }) => !isTest(path)),
    ({ type, kind }) =>
      type === 'VariableDeclaration' && String(kind).endsWith('using')
        ? 'Node 22 cannot parse `using`; dispose in `finally`'
        : undefined,
  );

/** Registries and the package's public entries; any other `index.ts` is a barrel. */
const INDEXES = [...REGISTRIES.map(({ registry }) => registry), 'index.ts'];

export const barrels: Rule = ({ modules }) =>
  modules
    .filter(
      ({ path }) => /(^|\/)index\.(ts|mjs)$/.test(path) && !INDEXES.some((index) => index === path),
    )
    .map(({ path }) => {
      const message = 'an index file that is no registry is a barrel; import the file itself';
      return { path, line: 1, message };
    });

/** Suites and tests are named by sentences. */
export const testNames: Rule = ({ modules }) =>
  judgeNodes(
    modules.filter(({ path }) => path.endsWith('.test.ts')),
    (node) => {
      if (node.type !== 'CallExpression' || !Array.isArray(node.arguments)) return undefined;
      if (nameOf(node.callee) !== 'test' && nameOf(node.callee) !== 'it') return undefined;
      const name = nameOf(node.arguments[0]);
      if (name === undefined || name.includes(' ')) return undefined;
      return `"${name}" is no sentence; say what behaviour the test shows`;
    },
  );
