/**
 * `PTA_LAB_PROBES_{SECTION}_{KEY}` wins over the file, for every single value that the file has and
 * for a few at the top that it may lack. Which variables there are follows from the file:
 * `targets.contoso.account.userName` is `PTA_LAB_PROBES_TARGETS_CONTOSO_ACCOUNT_USER_NAME`.
 */
import { didYouMean } from '../../../runtime/yaml/nearest.ts';
import type { Path, Problem } from '../../../runtime/yaml/problem.ts';

const PREFIX = 'PTA_LAB_PROBES_';
const AT_THE_TOP: readonly Path[] = [
  ['history'],
  ['listen'],
  ['timezone'],
  ['telemetry', 'endpoint'],
];

export interface Overridden {
  value: unknown;
  /** Path, joined by dots → the variable that set it. */
  names: ReadonlyMap<string, string>;
  problems: readonly Problem[];
}

export function override(
  value: unknown,
  env: Readonly<Record<string, string | undefined>>,
): Overridden {
  const given = Object.entries(env).filter(([name]) => name.startsWith(PREFIX));
  if (given.length === 0 || !isMap(value)) return { value, names: new Map(), problems: [] };
  const copy: unknown = structuredClone(value);
  const known = new Map(
    [...AT_THE_TOP, ...leavesOf(copy, [])].map((path): [string, Path] => [variableOf(path), path]),
  );
  const names = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [name, text = ''] of given) {
    const path = known.get(name);
    if (path === undefined) {
      const hint = didYouMean(name, [...known.keys()]);
      const came = `got the unknown variable ${name}${hint}`;
      problems.push({ path: [], text: `expected a variable of a value in this file, ${came}` });
    } else {
      put(copy, path, text);
      names.set(path.join('.'), name);
    }
  }
  return { value: copy, names, problems };
}

function leavesOf(value: unknown, path: Path): Path[] {
  if (isMap(value)) {
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
  }
  return Array.isArray(value) || value === null ? [] : [path];
}

function variableOf(path: Path): string {
  const words = path.map((part) => String(part).replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2'));
  return (
    PREFIX +
    words
      .join('_')
      .replaceAll(/[^A-Za-z0-9]/g, '_')
      .toUpperCase()
  );
}

function put(root: unknown, path: Path, text: string): void {
  let node = root;
  path.forEach((part, at) => {
    if (!isMap(node)) return;
    const isLast = at === path.length - 1;
    const old = node[part];
    if (isLast) node[part] = typeof old === 'number' ? Number(text) : text;
    else if (!isMap(old)) node[part] = {};
    node = node[part];
  });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
