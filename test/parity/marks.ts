/**
 * Finds `proves(…)` and `causes(…)` in the sources of the tests: who bears witness to what. Read
 * from the source, not collected at run time, so that one run of one file is enough to see all.
 */
import { packageOf } from '../tidy/arrows.ts';
import { readSources } from '../tidy/read-sources.ts';
import {
  argumentsOf,
  createTree,
  isNode,
  lineAt,
  type Module,
  type Node,
  nameOf,
  walk,
} from '../tidy/tree.ts';

export interface Mark {
  kind: 'proves' | 'causes';
  /** Row ids of `proves`, codes of `causes`. */
  named: readonly (string | number)[];
  path: string;
  line: number;
  /** Unmodified clients of somebody else that this file drives. */
  clients: readonly string[];
}

export function readMarks(): readonly Mark[] {
  const tests = readSources().filter(({ path }) => path.endsWith('.test.ts'));
  return createTree(tests).modules.flatMap(findMarks);
}

export function findMarks(module: Module): Mark[] {
  const found: Mark[] = [];
  walk(module.program, (node) => {
    const kind = node.type === 'CallExpression' ? nameOf(node.callee) : undefined;
    if (kind !== 'proves' && kind !== 'causes') return;
    const { path } = module;
    const line = lineAt(module, node.start);
    const named = literals(argumentsOf(node)[0]);
    if (named.length === 0) throw new Error(`${path}:${line} ${kind}(…) names no literal`);
    found.push({ kind, named, path, line, clients: clientsOf(module) });
  });
  return found;
}

function literals(node: unknown): (string | number)[] {
  if (!isNode(node)) return [];
  const elements: unknown[] = node.type === 'ArrayExpression' ? elementsOf(node) : [node];
  return elements.flatMap((element) => {
    const value = isNode(element) && element.type === 'Literal' ? element.value : undefined;
    return typeof value === 'string' || typeof value === 'number' ? [value] : [];
  });
}

function elementsOf({ elements }: Node): unknown[] {
  return Array.isArray(elements) ? elements : [];
}

const CLIENTS = /^(@azure|@microsoft)\/|^(jose|ldapts|msw|oauth4webapi|openid-client)$/;

function clientsOf({ path, imports }: Module): string[] {
  const packages = imports
    .filter(({ ours, kind }) => !ours && kind !== 'type')
    .map(({ target }) => packageOf(target))
    .filter((name) => CLIENTS.test(name));
  // A client that is no package of ours to import, in another language say, gives the file its
  // name.
  const [, named] = /^test\/witness\/([^.]+)/.exec(path) ?? [];
  const browser = path.endsWith('.browser.test.ts') ? ['Chromium'] : [];
  const driven = packages.length === 0 && named !== undefined ? [named] : packages;
  return [...new Set([...driven, ...browser])];
}
