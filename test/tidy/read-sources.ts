/** Reads every text file of the work tree, for the tidy rules and the generated documents. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Source } from './tree.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const NOT_OURS = ['node_modules', '.git', '.pta-lab', 'coverage', 'dist'];
const TEXT = /\.(ts|mjs|json|ya?ml|md|html|css|svg)$|\.ci\/run$/;

/** `folder` is a path from the root; so are the paths that come back. */
export function readSources(folder = '.'): Source[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (NOT_OURS.includes(entry.name)) return [];
    if (entry.isDirectory()) return readSources(name);
    return TEXT.test(name)
      ? [{ path: name, text: readFileSync(path.join(ROOT, name), 'utf8') }]
      : [];
  });
}
