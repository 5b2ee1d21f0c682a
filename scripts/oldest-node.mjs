/**
 * Prints the path of the oldest supported Node, after putting it under .pta-lab/node-oldest if it
 * is not there: the tests run on it and on the current one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { nodeBinary, nodeInstalledIn, wantedNode } from './node-version.mjs';
import { runNpm, SetupError } from './npm.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, '.pta-lab', 'node-oldest');
const { oldest } = wantedNode(root);

/** @param {string} line */
const say = (line) => process.stderr.write(`oldest Node: ${line}\n`);

async function install() {
  if (nodeInstalledIn(folder) === oldest) return;
  say(`Putting Node ${oldest} into .pta-lab/node-oldest.`);
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, allowScripts: { node: true }, dependencies: { node: oldest } };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await runNpm(folder, ['install', '--no-package-lock']);
  if (nodeInstalledIn(folder) !== oldest)
    throw new SetupError(`npm did not put Node ${oldest} there.`);
}

try {
  if (nodeInstalledIn(folder) !== oldest) await withLock(folder, say, install);
  process.stdout.write(`${nodeBinary(folder)}\n`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 4;
}
