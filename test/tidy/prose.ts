/** Comments and text: how a file opens, leftovers, and what must not travel with the repository. */
import { judgeNodes, lineAt, type Module, type Rule, type Source, type Violation } from './tree.ts';

const OPENING_LINES = 5;

export const openingComment: Rule = ({ modules }) => {
  const paths = new Set(modules.map(({ path }) => path));
  // The name of a test beside its file says it all.
  const isBeside = ({ path }: Module) => paths.has(path.replace(/(\.\w+)?\.test\.ts$/, '.ts'));
  return modules.flatMap((module) => {
    const lines = openingLines(module);
    if (lines === 0 && module.path.endsWith('.test.ts') && isBeside(module)) return [];
    if (lines >= 1 && lines <= OPENING_LINES) return [];
    const came = lines === 0 ? 'no opening comment' : `an opening comment of ${lines} lines`;
    const message = `${came}; say in 1 to ${OPENING_LINES} lines what the file is for and what a reader would get wrong`;
    return [{ path: module.path, line: 1, message }];
  });
};

/**
 * Lines of words in the comment (or the run of line comments) that the file starts with; drawings
 * do not count.
 */
function openingLines({ text, comments }: Module): number {
  let end = text.startsWith('#!') ? text.indexOf('\n') : 0;
  let words = '';
  for (const comment of comments) {
    if (
      text.slice(end, comment.start).trim() !== '' ||
      /\n\s*\n/.test(text.slice(end, comment.start))
    )
      break;
    words += `${comment.value}\n`;
    end = comment.end;
  }
  const prose = words.split(/\n\s*\*?\s*\n/)[0] ?? '';
  return prose.split('\n').filter((line) => /\w/.test(line)).length;
}

/** Written apart, so that this file does not find itself. */
const LEFTOVERS = new RegExp(
  `\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`,
);

export const leftovers: Rule = ({ modules }) =>
  modules.flatMap((module) =>
    module.comments
      .filter(({ value }) => LEFTOVERS.test(value))
      .map(({ start }) => ({
        path: module.path,
        line: lineAt(module, start),
        message: `${LEFTOVERS.source} in a comment; do it, or write it to CHANGELOG or an issue`,
      })),
  );

const MACHINE_PATHS = new RegExp(
  `(?<![\\w./}-])/(${['work', 'root', 'home', 'Users'].join('|')})(?=/)`,
);
const REGISTRIES = new RegExp(
  [
    'registry\\.npm' + 'js',
    'registry\\.yarn' + 'pkg',
    'py' + 'pi\\.org',
    'proxy\\.go' + 'lang\\.org',
  ]
    .concat(['files\\.python' + 'hosted', 'repo1?\\.ma' + 'ven\\.'])
    .join('|'),
);

export const machinePaths: Rule = ({ sources }) =>
  sources.flatMap((source) => [
    ...findText(
      source,
      MACHINE_PATHS,
      'is a path of one machine; make it relative, or ask os and path',
    ),
    ...findText(source, REGISTRIES, 'is one registry among many; leave it to the user’s npm'),
  ]);

function findText(source: Source, pattern: RegExp, why: string): Violation[] {
  return source.text.split('\n').flatMap((text, index) => {
    const found = pattern.exec(text)?.[0];
    if (found === undefined) return [];
    return [{ path: source.path, line: index + 1, message: `"${found}" ${why}` }];
  });
}

/**
 * A path in backticks in a document is a promise. Patterns such as `lab/faults/<id>.ts` do not
 * match.
 */
export const documentedPaths: Rule = ({ sources }) => {
  const paths = new Set(sources.map(({ path }) => path));
  return sources
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap((source) =>
      source.text.split('\n').flatMap((text, index) =>
        [...text.matchAll(/`((?:[\w-]+\/)+[\w.-]+\.(?:ts|mjs|ya?ml|json|md))`/g)]
          .flatMap(([, named]) => named ?? [])
          .filter((named) => !paths.has(named))
          .map((named) => ({
            path: source.path,
            line: index + 1,
            message: `there is no ${named}; name the file that took its place`,
          })),
      ),
    );
};

/** `catch {}` and `catch { return null }` hide the third outcome. */
export const swallowedErrors: Rule = ({ modules }) =>
  judgeNodes(modules, (node) => {
    if (node.type !== 'CatchClause' || typeof node.body !== 'object') return undefined;
    const body = node.body !== null && 'body' in node.body ? node.body.body : undefined;
    if (!Array.isArray(body) || body.length > 0) return undefined;
    return 'an empty catch swallows an outcome; translate it, or let it rise';
  });
