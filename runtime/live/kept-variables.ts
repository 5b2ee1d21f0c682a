/**
 * What a process of our own gets of our environment: as much as Node itself needs. Whatever
 * passwords are in there are none of its business.
 */
import path from 'node:path';

const KEPT_VARIABLES = [
  ...['PATH', 'SystemRoot', 'TZ', 'NODE_OPTIONS', 'NODE_V8_COVERAGE', 'NODE_COMPILE_CACHE'],
];

const ROOT = path.join(import.meta.dirname, '..', '..');
/** As `cli/pta-lab.mjs` has it: stripped and compiled once, or half of a start is that. */
export const COMPILE_CACHE = path.join(ROOT, 'node_modules', '.cache', 'pta-lab');

export function keptVariables(): Record<string, string> {
  const kept = KEPT_VARIABLES.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { NODE_COMPILE_CACHE: COMPILE_CACHE, ...Object.fromEntries(kept) };
}
