/**
 * Node versions: what package.json asks for, what is there. Plain JavaScript for Node 18 and later,
 * because it runs before anything newer is known to be present.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {string} version `v20.1.0` or `20.1`
 * @param {string} minimum
 */
export function isOlder(version, minimum) {
  const [have, need] = [parse(version), parse(minimum)];
  for (let i = 0; i < 3; i++) {
    const difference = (have[i] ?? 0) - (need[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** @param {string} version */
function parse(version) {
  return version.replace(/^v/, '').split('.').map(Number);
}

/**
 * The versions package.json names: the oldest one supported, and the two exact ones that are
 * installed on demand.
 * @param {string} root
 * @returns {{ minimum: string, pinned: string, oldest: string }}
 */
export function wantedNode(root) {
  const { engines, config } = readJson(path.join(root, 'package.json'));
  return {
    minimum: engines.node.replace('>=', ''),
    pinned: config.currentNode,
    oldest: config.oldestNode,
  };
}

/**
 * The version of the npm package `node` under `folder`, if it is there and complete.
 * @param {string} folder
 * @returns {string | undefined}
 */
export function nodeInstalledIn(folder) {
  const manifest = path.join(folder, 'node_modules', 'node', 'package.json');
  if (!existsSync(manifest) || !existsSync(nodeBinary(folder))) return undefined;
  return readJson(manifest).version;
}

/** @param {string} folder */
export function nodeBinary(folder) {
  const windows = process.platform === 'win32';
  return path.join(
    folder,
    'node_modules',
    ...(windows ? ['node', 'bin', 'node.exe'] : ['.bin', 'node']),
  );
}

/** @param {string} file */
export function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
