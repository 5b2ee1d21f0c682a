/** One thing, one file, one registry line; and nothing that no registry, entry or file knows of. */

import { packageOf } from './arrows.ts';
import { findPlugins, folderOf, isTest, isVerb } from './places.ts';
import { type Module, nameOf, type Rule, type Tree, violation, walk } from './tree.ts';

export const pluginIds: Rule = (tree) =>
  findPlugins(tree)
    .filter(({ module, id }) => id !== stem(module.path))
    .map(({ module, id }) => {
      const message = `its id is "${id}"; file name and id are the same word, rename one of them`;
      return { path: module.path, line: 1, message };
    });

export const pluginsRegistered: Rule = (tree) =>
  findPlugins(tree)
    .filter(({ module, registry }) => !imports(tree, registry, module.path))
    .map(({ module, registry }) => {
      const message = `not in ${registry}; add its line there`;
      return { path: module.path, line: 1, message };
    });

const PROGRAM = 'cli/main.ts';

export const verbsRegistered: Rule = (tree) =>
  tree.modules
    .filter((module) => isVerb(module) && !imports(tree, PROGRAM, module.path))
    .map(({ path }) => ({ path, line: 1, message: `not in ${PROGRAM}; register the verb there` }));

function imports({ modules }: Tree, from: string, target: string): boolean {
  const importer = modules.find(({ path }) => path === from);
  return importer?.imports.some((found) => found.target === target) ?? false;
}

function stem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

/** What is started by name: by npm, a person, CI, or a tool. */
const ENTRIES = [
  /^scripts\/(containers\/)?[a-z-]+\.mjs$/,
  /^cli\/pta-lab\.mjs$/,
  /^bench\/run\.ts$/,
  /^load\/[a-z-]+\.k6\.ts$/,
  /^index\.ts$/,
  /^lab\/stand-in\/(msw|vitest)\.ts$/,
  /\.config\.ts$/,
  /^test\/unit-setup\.ts$/,
];

/** A file that only its own test imports is as dead as one that nobody imports. */
export const deadFiles: Rule = ({ modules }) => {
  const users = new Map<string, string[]>();
  for (const module of modules) {
    for (const name of namesOf(module)) users.set(name, [...(users.get(name) ?? []), module.path]);
  }
  const isDead = ({ path }: Module) => {
    const own = path.replace(/\.(ts|mjs)$/, '');
    const by = [...(users.get(path) ?? []), ...(users.get(lastTwo(path)) ?? [])];
    return by.every((user) => isOwnTest(user, own));
  };
  const isEntry = ({ path }: Module) =>
    path.endsWith('.test.ts') || ENTRIES.some((entry) => entry.test(path));
  return modules
    .filter((module) => !isEntry(module) && isDead(module))
    .map(({ path }) => ({ path, line: 1, message: 'nobody imports this; use it or delete it' }));
};

/** What a module imports, and the files it names in a string, such as the program of a process. */
function namesOf({ imports: found, program }: Module): Set<string> {
  const names = new Set(found.map(({ target }) => target));
  walk(program, (node) => {
    const name = nameOf(node);
    if (name !== undefined && /\.(ts|mjs)$/.test(name)) names.add(lastTwo(name));
  });
  return names;
}

function lastTwo(path: string): string {
  return path.split('/').slice(-2).join('/');
}

function isOwnTest(user: string, own: string): boolean {
  return user.startsWith(`${own}.`) && user.endsWith('.test.ts');
}

/** Used by name on a command line, for their types alone, or served to a browser as a file. */
const TOOLS = [
  '@azure/msal-browser',
  '@biomejs/biome',
  'typescript',
  '@types/dns-packet',
  '@types/k6',
  '@types/node',
  '@types/nodemailer',
  '@types/oidc-provider',
  '@types/smtp-server',
  '@types/ws',
];

export const dependencies: Rule = ({ sources, modules }) => {
  const manifest = sources.find(({ path }) => path === 'package.json');
  if (!manifest) return [];
  const {
    name: own = '',
    dependencies: shipped = {},
    devDependencies: forWork = {},
  } = JSON.parse(manifest.text);
  const explained = unpadded(sources.find(({ path }) => path === 'CONTRIBUTING.md')?.text ?? '');
  const at = (message: string) => ({ path: manifest.path, line: 1, message });
  const used = (name: string, by: readonly Module[]) =>
    by.some(({ imports: found }) => found.some(({ target }) => packageOf(target) === name));
  const product = modules.filter(({ path }) => !isTest(path) && folderOf(path) !== 'bench');
  const all = [...Object.keys(shipped), ...Object.keys(forWork)];
  return [
    ...all
      .filter((name) => !explained.includes(`\n| \`${name}\` |`))
      .map((name) =>
        at(`${name} has no line in CONTRIBUTING.md; say why it is here and what would remove it`),
      ),
    ...explainedPackages(explained)
      .filter((name) => !all.includes(name))
      .map((name) => at(`CONTRIBUTING.md explains ${name}, which is not here; remove the line`)),
    ...Object.keys(shipped)
      .filter((name) => !used(name, product))
      .map((name) => at(`no shipped file imports ${name}; remove it, or make it a devDependency`)),
    ...Object.keys(forWork)
      .filter((name) => !TOOLS.includes(name) && !used(name, modules))
      .map((name) => at(`no file imports ${name}; remove it`)),
    // Examples import the package by its own name, as its users do.
    ...undeclared(modules, [...all, own]).map(({ module, found, name }) =>
      violation(module, found, `${name} is not in package.json; add it, or use what is there`),
    ),
  ];
};

/** Formatters pad the cells of a table. */
function unpadded(table: string): string {
  return table.replaceAll(/ +\|/g, ' |');
}

function explainedPackages(contributing: string): string[] {
  const section = contributing.split('\n## Dependencies\n')[1] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` +\|/gm)].flatMap(([, name]) => name ?? []);
}

function undeclared(modules: readonly Module[], declared: readonly string[]) {
  return modules.flatMap((module) =>
    module.imports
      .filter(({ ours, target }) => !ours && !/^(node|k6):?/.test(target))
      .map((found) => ({ module, found, name: packageOf(found.target) }))
      .filter(({ name }) => !declared.includes(name)),
  );
}

/**
 * `npm ci` refuses a lockfile with gaps. npm leaves one for each platform package that the registry
 * in use does not have, so a lockfile that works here may fail everywhere else.
 */
export const lockfile: Rule = ({ sources }) => {
  const lock = sources.find(({ path }) => path === 'package-lock.json');
  if (!lock) return [];
  const packages: Record<string, LockEntry> = JSON.parse(lock.text).packages;
  const places = Object.keys(packages);
  return Object.entries(packages).flatMap(([place, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !places.some((other) => other.endsWith(`node_modules/${name}`)))
      .map((name) => {
        const message = `${place} needs ${name}, which has no entry; add it with version, os and cpu`;
        return { path: lock.path, line: 1, message };
      }),
  );
};

interface LockEntry {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
