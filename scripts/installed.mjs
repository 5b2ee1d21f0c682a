/**
 * Whether node_modules holds what package-lock.json asks for. The truth is npm's own record of what
 * it installed, not a stamp of ours: somebody who ran `npm ci` by hand must not be made to wait
 * again.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readJson } from './node-version.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean }>} Packages */

/**
 * @param {string} root
 * @returns {string | undefined} why an install is needed; undefined if none is
 */
export function whyInstall(root) {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(path.join(root, 'node_modules'))) return 'node_modules is missing';
  if (!existsSync(record)) return 'node_modules is incomplete';
  const lock = readJson(path.join(root, 'package-lock.json'));
  return firstDifference(lock.packages, readJson(record).packages);
}

/**
 * Packages that are optional may be absent (they are for other platforms); what is there beyond the
 * lock, such as the pinned Node, does not matter.
 * @param {Packages} wanted
 * @param {Packages} present
 * @returns {string | undefined}
 */
export function firstDifference(wanted, present) {
  for (const [place, { version, optional }] of Object.entries(wanted)) {
    const have = present[place]?.version;
    if (place === '' || have === version || (optional && have === undefined)) continue;
    const name = place.replace(/^.*node_modules\//, '');
    return `package-lock.json asks for ${name} ${version}, node_modules has ${have ?? 'none'}`;
  }
  return undefined;
}
