/**
 * Who may import whom (docs: "Folders and who may import whom"), and what the virtual side must
 * never load: one socket library on its import path and a virtual run is no longer the same on
 * every machine.
 */
import { folderOf, isTest, isVirtualSide } from './places.ts';
import {
  type Import,
  type Module,
  type Rule,
  type Tree,
  type Violation,
  violation,
} from './tree.ts';

const COMPONENTS = ['mock-entra', 'agent', 'directory', 'probes'];
const BELOW_LAB = ['protocol', 'runtime', ...COMPONENTS];
const BELOW_TOP = [...BELOW_LAB, 'lab', 'scenarios', 'load', 'console', 'scripts'];

/**
 * Folder → what it may import besides itself. `test` and the files at the root may import
 * everything.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  runtime: ['protocol'],
  ...Object.fromEntries(COMPONENTS.map((folder) => [folder, ['protocol', 'runtime']])),
  lab: BELOW_LAB,
  scenarios: [...BELOW_LAB, 'lab'],
  load: [...BELOW_LAB, 'lab'],
  console: [...BELOW_LAB, 'lab'],
  cli: BELOW_TOP,
  bench: BELOW_TOP,
  scripts: [],
};

/** Shapes only: the pages show what rehearsals and load runs leave behind. */
const MAY_IMPORT_TYPES: Readonly<Record<string, readonly string[]>> = {
  console: ['scenarios', 'load'],
};

const SOCKET_PACKAGES = ['undici', 'ws', 'ldapts', 'jose', 'msw'];
const OUTSIDE_BUILTINS =
  /^node:(net|tls|https?|http2|dgram|dns|fs|timers|child_process|worker_threads)(\/|$)/;

export const arrows: Rule = ({ modules }) =>
  modules.flatMap((module) => {
    const folder = folderOf(module.path);
    const allowed = MAY_IMPORT[folder];
    if (allowed === undefined) return [];
    const types = MAY_IMPORT_TYPES[folder] ?? [];
    const wrong = module.imports.filter(({ ours, target, kind }) => {
      const to = folderOf(target);
      if (!ours || to === '' || to === folder || allowed.includes(to)) return false;
      const test = isTest(module.path);
      return !((test || kind === 'type') && types.includes(to)) && !(test && to === 'test');
    });
    return wrong.map((found) => arrowViolation(module, found, allowed));
  });

/** The same holds for stand-ins that lie beside the code. */
export const testsStayOut: Rule = ({ modules }) =>
  modules
    .filter(({ path }) => !isTest(path) && folderOf(path) !== '')
    .flatMap((module) =>
      module.imports
        .filter(({ ours, target }) => ours && isTest(target))
        .map((found) => {
          const message = `${found.target} is there for tests; move what is shared to a file of its own`;
          return violation(module, found, message);
        }),
    );

function arrowViolation(module: Module, found: Import, allowed: readonly string[]): Violation {
  const from = folderOf(module.path);
  const may = allowed.length === 0 ? 'nothing else' : allowed.join(', ');
  const message = `${from}/ must not import ${found.target} (it may import ${may}); share the shape through protocol/, or move the test to test/`;
  return violation(module, found, message);
}

export const virtualSideBuiltins: Rule = ({ modules }) =>
  modules
    .filter(({ path }) => isVirtualSide(path) && !isTest(path))
    .flatMap((module) => {
      const wrong = module.imports.filter(
        ({ kind, target }) => kind !== 'type' && OUTSIDE_BUILTINS.test(target),
      );
      return wrong.map((found) => {
        const message = `${found.target} is out of reach for component code; await a port of runtime/ports.ts instead`;
        return violation(module, found, message);
      });
    });

/** Follows every import that happens at load time, from the components and from the virtual lab. */
export const virtualSidePackages: Rule = (tree) => {
  const isRoot = ({ path }: Module) =>
    (isVirtualSide(path) || path === 'lab/start-lab.ts') && !isTest(path);
  const roots = tree.modules.filter(isRoot).map(({ path }) => path);
  return loadedFrom(tree, roots).flatMap(({ module, chain }) =>
    module.imports
      .filter(({ kind, target }) => kind === 'value' && SOCKET_PACKAGES.includes(packageOf(target)))
      .map((found) => {
        const way = chain.join(' > ');
        const message = `virtual mode would load ${found.target} (${way}); put it in runtime/live/ and import that lazily`;
        return violation(module, found, message);
      }),
  );
};

interface Loaded {
  module: Module;
  chain: readonly string[];
}

function loadedFrom({ modules }: Tree, roots: readonly string[]): Loaded[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const chains = new Map(roots.map((path): [string, readonly string[]] => [path, [path]]));
  for (const [path, chain] of chains) {
    for (const { kind, ours, target } of byPath.get(path)?.imports ?? []) {
      if (ours && kind === 'value' && !chains.has(target)) chains.set(target, [...chain, target]);
    }
  }
  return [...chains].flatMap(([path, chain]) => {
    const module = byPath.get(path);
    return module ? [{ module, chain }] : [];
  });
}

export function packageOf(target: string): string {
  const parts = target.split('/');
  return target.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? target);
}
