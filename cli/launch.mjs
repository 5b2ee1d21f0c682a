/**
 * What `pta-lab` needs before its TypeScript can be loaded: a Node that is new enough and the
 * packages. Plain JavaScript for old Node; the decision is pure, the look at the folder is
 * separate.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isOlder, nodeInstalledIn, readJson, wantedNode } from '../scripts/node-version.mjs';

/**
 * @typedef {object} Installation
 * @property {string} running version of the Node that runs us
 * @property {string} minimum
 * @property {string | undefined} own version of the Node inside node_modules
 * @property {string | undefined} missing a dependency that is not installed
 */

/** @typedef {{ run: 'here' } | { run: 'own-node' } | { run: 'nothing', because: string }} Launch */

const HOW = 'run "npm start" or "node scripts/setup.mjs" in its folder';

/**
 * @param {Installation} installation
 * @returns {Launch}
 */
export function decideLaunch({ running, minimum, own, missing }) {
  if (missing) {
    return { run: 'nothing', because: `the package "${missing}" is not installed; ${HOW} first` };
  }
  if (!isOlder(running, minimum)) return { run: 'here' };
  if (own && !isOlder(own, minimum)) return { run: 'own-node' };
  const found = `this is Node ${running.replace(/^v/, '')}, needed is ${minimum} or later`;
  return { run: 'nothing', because: `${found}; ${HOW}, which puts one there for pta-lab only` };
}

/**
 * @param {string} root
 * @returns {Installation}
 */
export function observeInstallation(root) {
  const { dependencies } = readJson(path.join(root, 'package.json'));
  const isMissing = (/** @type {string} */ name) =>
    !existsSync(path.join(root, 'node_modules', ...name.split('/'), 'package.json'));
  return {
    running: process.version,
    minimum: wantedNode(root).minimum,
    own: nodeInstalledIn(root),
    missing: Object.keys(dependencies).find(isMissing),
  };
}
