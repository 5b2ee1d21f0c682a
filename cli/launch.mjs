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
 * @property {boolean} [asPackage] built, or in somebody's node_modules: no set-up of ours has a say
 */

/** @typedef {{ run: 'here' } | { run: 'own-node' } | { run: 'nothing', because: string }} Launch */

const HOW = 'run "npm start" or "node scripts/setup.mjs" in its folder';
const HOW_AS_PACKAGE = 'run "npm install" where it is used';

/**
 * @param {Installation} installation
 * @returns {Launch}
 */
export function decideLaunch({ running, minimum, own, missing, asPackage = false }) {
  if (missing) {
    const how = asPackage ? HOW_AS_PACKAGE : HOW;
    return { run: 'nothing', because: `the package "${missing}" is not installed; ${how} first` };
  }
  if (!isOlder(running, minimum)) return { run: 'here' };
  if (own && !isOlder(own, minimum)) return { run: 'own-node' };
  const found = `this is Node ${running.replace(/^v/, '')}, needed is ${minimum} or later`;
  if (asPackage) return { run: 'nothing', because: `${found}; nodejs.org has one` };
  return { run: 'nothing', because: `${found}; ${HOW}, which puts one there for pta-lab only` };
}

/**
 * @param {string} root
 * @returns {Installation}
 */
export function observeInstallation(root) {
  const { dependencies } = readJson(path.join(root, 'package.json'));
  const isMissing = (/** @type {string} */ name) =>
    !placesOf(root, name).some((place) => existsSync(path.join(place, 'package.json')));
  return {
    running: process.version,
    minimum: wantedNode(root).minimum,
    own: nodeInstalledIn(root),
    missing: Object.keys(dependencies).find(isMissing),
    // npm links a built package that is a folder: then only what it lacks tells.
    asPackage:
      root.split(path.sep).includes('node_modules') ||
      !existsSync(path.join(root, 'scripts', 'setup.mjs')),
  };
}

/**
 * Where Node looks: npm puts what a package needs beside it, not into it.
 *
 * @param {string} folder
 * @param {string} name
 * @returns {string[]}
 */
function placesOf(folder, name) {
  const parent = path.dirname(folder);
  const here = path.join(folder, 'node_modules', ...name.split('/'));
  return parent === folder ? [here] : [here, ...placesOf(parent, name)];
}
