/**
 * Which kind of file a path is. Every rule asks here, so that "test", "virtual side" and "plugin"
 * mean the same everywhere.
 */
import { isNode, type Module, type Node, nameOf, type Tree } from './tree.ts';

/** Component code: it must run the same in virtual time, so it awaits nothing but the ports. */
const VIRTUAL_FOLDERS = ['protocol', 'runtime', 'mock-entra', 'agent', 'directory', 'probes'];

export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

/** Tests, the folder `test`, and what stands in for something in tests beside it. */
export function isTest(path: string): boolean {
  const standsIn = /(^|\/)(stub|fixture)-[a-z-]+\.ts$/.test(path);
  return standsIn || path.endsWith('.test.ts') || folderOf(path) === 'test';
}

/** A test whose suffix says that it needs more than the language. */
export function isWorldTest(path: string): boolean {
  return /\.(e2e|browser|container)\.test\.ts$/.test(path);
}

export function isVirtualSide(path: string): boolean {
  return VIRTUAL_FOLDERS.includes(folderOf(path)) && !/^(runtime|probes)\/live\//.test(path);
}

/** Which file lists the plugins of its folder, and which member of a plugin is its file name. */
export const REGISTRIES = [
  { registry: 'lab/faults/index.ts', member: 'id' },
  { registry: 'lab/changes/index.ts', member: 'id' },
  { registry: 'probes/index.ts', member: 'id' },
  { registry: 'bench/index.ts', member: 'name' },
] as const;

export interface Plugin {
  module: Module;
  id: string;
  registry: string;
}

/** A plugin is a file beside a registry that exports an object with that member. */
export function findPlugins({ modules }: Tree): Plugin[] {
  return REGISTRIES.flatMap(({ registry, member }) => {
    const folder = registry.slice(0, registry.lastIndexOf('/') + 1);
    const beside = modules.filter(
      ({ path }) => path.startsWith(folder) && !isTest(path) && path !== registry,
    );
    return beside.flatMap((module) => {
      const id = exportedId(module.program, member);
      return id === undefined ? [] : [{ module, id, registry }];
    });
  });
}

export function isVerb(module: Module): boolean {
  return folderOf(module.path) === 'cli' && exportedNames(module.program).includes('register');
}

function exportedNames(program: Node): string[] {
  return declarations(program).flatMap((declaration) => nameOf(declaration.id) ?? []);
}

function exportedId(program: Node, member: string): string | undefined {
  for (const declaration of declarations(program)) {
    const object = objectIn(declaration.init);
    const properties = object && Array.isArray(object.properties) ? object.properties : [];
    const id = properties.find((property) => isNode(property) && nameOf(property.key) === member);
    const value = isNode(id) ? nameOf(id.value) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The object itself, or the one given to the function that makes it. */
function objectIn(value: unknown): Node | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'ObjectExpression') return value;
  if (value.type === 'TSSatisfiesExpression') return objectIn(value.expression);
  return value.type === 'CallExpression' && Array.isArray(value.arguments)
    ? objectIn(value.arguments[0])
    : undefined;
}

/** Functions and variables that the module exports where it declares them. */
function declarations(program: Node): Node[] {
  const body = Array.isArray(program.body) ? program.body.filter(isNode) : [];
  return body.flatMap(({ declaration }) => {
    if (!isNode(declaration)) return [];
    const inner = declaration.declarations;
    return Array.isArray(inner) ? inner.filter(isNode) : [declaration];
  });
}
