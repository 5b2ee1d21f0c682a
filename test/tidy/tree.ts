/**
 * What the tidy rules look at: every text file of the tree, and the parsed form of its modules.
 * Rules are functions of this value, so a planted violation needs no file.
 */
import { parseSync } from 'vite';

export interface Source {
  /** From the root, with `/`. */
  path: string;
  text: string;
}

export interface Module extends Source {
  program: Node;
  /** `start` and `end` count from the first character of the text. */
  comments: readonly { value: string; start: number; end: number }[];
  imports: readonly Import[];
}

export interface Import {
  /** A path from the root for files of ours, else the package or builtin as written. */
  target: string;
  ours: boolean;
  kind: 'value' | 'type' | 'lazy';
  start: number;
}

/** An ESTree node, as far as the rules need to know. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

export interface Tree {
  sources: readonly Source[];
  modules: readonly Module[];
}

export interface Violation {
  path: string;
  line: number;
  /** Names the replacement, not only the fault. */
  message: string;
}

/** A violation at the line where `node` starts. */
export function violation(module: Module, node: { start: number }, message: string): Violation {
  return { path: module.path, line: lineAt(module, node.start), message };
}

/** What `judge` finds wrong in any node of any of the modules. */
export function judgeNodes(
  modules: readonly Module[],
  judge: (node: Node, ancestors: readonly Node[]) => string | undefined,
): Violation[] {
  const found: Violation[] = [];
  for (const module of modules) {
    walk(module.program, (node, ancestors) => {
      const message = judge(node, ancestors);
      if (message !== undefined) found.push(violation(module, node, message));
    });
  }
  return found;
}

export type Rule = (tree: Tree) => Violation[];

export function createTree(sources: readonly Source[]): Tree {
  const isModule = ({ path }: Source) => /\.(ts|mjs)$/.test(path) && !path.endsWith('.d.ts');
  return { sources, modules: sources.filter(isModule).map(parseModule) };
}

export function lineAt({ text }: Source, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Depth first; `ancestors` runs from the program to the parent. */
export function walk(
  node: Node,
  visit: (node: Node, ancestors: readonly Node[]) => void,
  ancestors: readonly Node[] = [],
): void {
  visit(node, ancestors);
  const path = [...ancestors, node];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit, path);
    }
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The name of an identifier or the value of a string literal. */
export function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  const { name, value } = node;
  if (node.type === 'Identifier' && typeof name === 'string') return name;
  return node.type === 'Literal' && typeof value === 'string' ? value : undefined;
}

function parseModule({ path, text }: Source): Module {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const root: Node = { ...program };
  return { path, text, program: root, comments, imports: findImports(path, root) };
}

function findImports(path: string, program: Node): Import[] {
  const imports: Import[] = [];
  const add = (kind: Import['kind'], source: unknown) => {
    const target = nameOf(source);
    if (target === undefined || !isNode(source)) return;
    const ours = target.startsWith('.');
    imports.push({
      kind,
      ours,
      target: ours ? resolve(path, target) : target,
      start: source.start,
    });
  };
  walk(program, (node) => {
    if (node.type === 'ImportDeclaration') add(kindOf(node.importKind), node.source);
    else if (node.type === 'ExportNamedDeclaration') add(kindOf(node.exportKind), node.source);
    else if (node.type === 'ExportAllDeclaration') add(kindOf(node.exportKind), node.source);
    else if (node.type === 'ImportExpression') add('lazy', node.source);
    else if (node.type === 'TSImportType') add('type', node.source);
    else if (isFileUrl(node)) add('lazy', argumentsOf(node)[0]);
  });
  return imports;
}

function kindOf(kind: unknown): 'type' | 'value' {
  return kind === 'type' ? 'type' : 'value';
}

/** `new URL('./worker.ts', import.meta.url)`: how a process or a worker is named. */
function isFileUrl(node: Node): boolean {
  const name = nameOf(argumentsOf(node)[0]);
  return (
    node.type === 'NewExpression' && nameOf(node.callee) === 'URL' && /^\.\.?\//.test(name ?? '')
  );
}

export function argumentsOf(node: Node): readonly unknown[] {
  return Array.isArray(node.arguments) ? node.arguments : [];
}

function resolve(from: string, target: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}
