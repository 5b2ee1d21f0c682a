/**
 * Sizes: lines per file, lines per function, columns. A limit that hurts is a hint to cut, not to
 * raise it.
 */
import { findPlugins, isVerb } from './places.ts';
import { judgeNodes, lineAt, type Module, type Node, nameOf, type Rule, walk } from './tree.ts';

const PLUGIN_LINES = 120;
const FILE_LINES = 300;
const FUNCTION_LINES = 50;
const COLUMNS = 100;

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

export const fileLength: Rule = (tree) => {
  const plugins = new Set(findPlugins(tree).map(({ module }) => module.path));
  return tree.modules.flatMap((module) => {
    const lines = module.text.trimEnd().split('\n').length;
    const plugin = plugins.has(module.path) || isVerb(module);
    const limit = plugin ? PLUGIN_LINES : FILE_LINES;
    if (lines <= limit) return [];
    const kind = plugin ? 'a fault, probe, figure or verb' : 'a file';
    const message = `${lines} lines, ${kind} has at most ${limit}; move one idea to a file with its own name`;
    return [{ path: module.path, line: limit + 1, message }];
  });
};

export const functionLength: Rule = ({ modules }) =>
  modules.flatMap((module) =>
    judgeNodes([module], (node, ancestors) => {
      if (!FUNCTIONS.includes(node.type) || isSuite(node, ancestors.at(-1))) return undefined;
      const lines = lineAt(module, node.end) - lineAt(module, node.start) + 1;
      if (lines <= FUNCTION_LINES) return undefined;
      const name = functionName(node, ancestors);
      return `${name} has ${lines} lines, a function has at most ${FUNCTION_LINES}; name its steps and call them`;
    }),
  );

/** The callback of `describe`, and a contract suite (`describeNetwork`), only group tests. */
function isSuite(node: Node, parent: Node | undefined): boolean {
  const groups = parent?.type === 'CallExpression' && nameOf(parent.callee) === 'describe';
  return groups || /^describe[A-Z]/.test(nameOf(node.id) ?? '');
}

function functionName(node: Node, ancestors: readonly Node[]): string {
  const parent = ancestors.at(-1);
  const name = nameOf(node.id) ?? nameOf(parent?.id) ?? nameOf(parent?.key);
  return name ? `${name}()` : 'this function';
}

/**
 * A line may be longer only if one word of it, such as a URL, is. Strings in code are cut or moved.
 */
export const columns: Rule = ({ modules }) =>
  modules.flatMap((module) =>
    module.text.split('\n').flatMap((text, index) => {
      if (text.length <= COLUMNS || isMostlyOneWord(text) || isMessage(module, index)) return [];
      const message = `${text.length} columns, at most ${COLUMNS}; break the line`;
      return [{ path: module.path, line: index + 1, message }];
    }),
  );

function isMostlyOneWord(text: string): boolean {
  return text.split(/\s+/).some((word) => word.length > COLUMNS - 40);
}

/** Sentences for people stay greppable: a line inside a longer string or template is left alone. */
function isMessage(module: Module, index: number): boolean {
  let message = false;
  walk(module.program, (node) => {
    const literal = node.type === 'TemplateLiteral' || typeof node.value === 'string';
    if (!literal || node.end - node.start <= COLUMNS / 2) return;
    const [first, last] = [lineAt(module, node.start), lineAt(module, node.end)];
    if (first <= index + 1 && index + 1 <= last) message = true;
  });
  return message;
}
