/**
 * The thread in which a k6 script is loaded by Node. Whatever the script imports from `k6` is one
 * object that answers everything with itself, by exactly the names that are imported: Node, unlike
 * k6, refuses a name that a module does not export.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

export type ScriptRead = { options: unknown } | { problem: string };

const STAND_IN = 'k6-stand-in:';
const SOURCE = `
const anything = new Proxy(function () {}, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => '' : anything),
  apply: () => anything,
  construct: () => anything,
});
`;

registerHooks({
  resolve(specifier, context, next) {
    if (!/^k6(\/|$)/.test(specifier)) return next(specifier, context);
    const names = importedNames(context.parentURL, specifier).join(',');
    return { url: `${STAND_IN}${specifier}?${names}`, format: 'module', shortCircuit: true };
  },
  load(url, context, next) {
    if (!url.startsWith(STAND_IN)) return next(url, context);
    const names = url.slice(url.indexOf('?') + 1).split(',');
    const exports = names.map((name) => `anything as ${name}`).join(', ');
    return { source: `${SOURCE}export { ${exports} };`, format: 'module', shortCircuit: true };
  },
});

/** From the text of the module that imports: enough for imports as people write them. */
function importedNames(importer: string | undefined, specifier: string): string[] {
  const text = importer?.startsWith('file:') ? readFileSync(fileURLToPath(importer), 'utf8') : '';
  const names = new Set(['default']);
  for (const [, clause = '', from] of text.matchAll(
    /^\s*(?:import|export)\s+([^'"]*?)\s*from\s*['"]([^'"]+)['"]/gm,
  )) {
    const braced = from === specifier ? /\{([^}]*)\}/.exec(clause)?.[1] : undefined;
    for (const part of braced?.split(',') ?? []) {
      const name = part.trim().split(/\s+as\s+/)[0] ?? '';
      if (/^\w+$/.test(name) && name !== 'type') names.add(name);
    }
  }
  return [...names];
}

const { file, env } = workerData as { file: string; env: Record<string, string> };
Object.assign(globalThis, {
  ...{ __ENV: { ...env, PWD: process.cwd() }, __VU: 0, __ITER: 0 },
  open: (name: string) => readFileSync(path.resolve(path.dirname(file), name), 'utf8'),
});
for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) console[name] = () => {};

/** One line, and where in the script: a message of the compiler has many. */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const at = placeIn(error.stack ?? '');
  const [first = ''] = error.message
    .replaceAll(/\s+x\s+/g, ' ')
    .trim()
    .split('\n');
  return `${error.name}: ${first.trim()}${at === undefined ? '' : ` (${at})`}`;
}

function placeIn(stack: string): string | undefined {
  const places = [...stack.matchAll(/([\w.-]+\.[jt]s:\d+)/g)].map(([place]) => place);
  return places.find((place) => !place.startsWith('script-thread.'));
}

/** Functions and the like do not pass between threads. */
const loaded = await import(pathToFileURL(file).href).then(
  ({ options }: { options?: unknown }): ScriptRead => ({
    options: JSON.parse(JSON.stringify(options ?? {})),
  }),
  (error: unknown): ScriptRead => ({ problem: problemOf(error) }),
);
parentPort?.postMessage(loaded);
