/**
 * The JavaScript of a set of entries and of all they reach. Types are blanked out and nothing is
 * moved: comments (k6's scripts say in theirs what they are for) and line numbers stay.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { parseSync, Visitor } from 'vite';

/**
 * @param {string} root
 * @param {readonly string[]} entries from the root
 * @returns {Map<string, string>} path of the JavaScript, from the root, to its text
 */
export function collectModules(root, entries) {
  const modules = new Map();
  const open = entries.map((file) => path.posix.normalize(file));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (modules.has(compiledName(file))) continue;
    const text = stripTypes(file, readFileSync(path.join(root, file), 'utf8'));
    const paths = findPaths(root, file, text);
    open.push(...paths.map(({ target }) => target));
    modules.set(compiledName(file), renamePaths(text, paths));
  }
  return modules;
}

/** @param {string} file */
export function compiledName(file) {
  return file.replace(/\.ts$/, '.js');
}

/**
 * @param {string} file
 * @param {string} text
 */
function stripTypes(file, text) {
  if (!file.endsWith('.ts')) return text;
  const before = text.split('\n');
  return stripTypeScriptTypes(text)
    .split('\n')
    .map((line, index) => (line === before[index] ? line : line.trimEnd()))
    .join('\n');
}

/**
 * Literals that are paths of modules here: imports, and programs (`new URL('./x.ts', …)`).
 *
 * @param {string} root
 * @param {string} file
 * @param {string} text
 * @returns {{ target: string, end: number }[]} the last first; `end`: behind the closing quote
 */
function findPaths(root, file, text) {
  /** @type {{ target: string, end: number }[]} */
  const paths = [];
  const { program, errors } = parseSync(file, text, { lang: 'js' });
  if (errors.length > 0) throw new Error(`${file}: expected a module, got ${errors[0]?.message}.`);
  new Visitor({
    Literal({ value, end }) {
      if (typeof value !== 'string' || !/^[\w./-]+\.(ts|mjs)$/.test(value)) return;
      const target = path.posix.join(path.posix.dirname(file), value);
      if (existsSync(path.join(root, target))) paths.push({ target, end });
    },
  }).visit(program);
  return paths.sort((one, other) => other.end - one.end);
}

/**
 * @param {string} text
 * @param {readonly { target: string, end: number }[]} paths
 */
function renamePaths(text, paths) {
  return paths
    .filter(({ target }) => target.endsWith('.ts'))
    .reduce((all, { end }) => `${all.slice(0, end - "ts'".length)}js${all.slice(end - 1)}`, text);
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]} from the root
 */
export function filesIn(root, folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
