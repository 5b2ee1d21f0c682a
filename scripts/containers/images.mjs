/**
 * Builds the images of the container lab, unless they are there and made of the same files. Prints
 * their names, one a line.
 *   node scripts/containers/images.mjs [target…]     (default: runtime, egress, controller)
 * BASE_IMAGE is what they stand on; without it, the one that node-image.mjs makes.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '../lock.mjs';
import { SetupError } from '../npm.mjs';
import { INPUTS_LABEL, idOf, inputsOf, run } from './engine.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
const DEFAULT_TARGETS = ['runtime', 'egress', 'controller'];

/** @param {string} line */
const say = (line) => process.stderr.write(`images: ${line}\n`);

/** As docker-compose.yml calls them. @param {string} target */
const nameOf = (target) => `pta-lab${target === 'runtime' ? '' : `-${target}`}:local`;

function baseImage() {
  const script = fileURLToPath(new URL('node-image.mjs', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new SetupError('expected a base image, got none: see above.');
  return stdout.trim();
}

/** Of all that the builder is sent, and of what it stands on. @param {string} base */
function hashInputs(base) {
  const hash = createHash('sha256')
    .update(base)
    .update(idOf(base) ?? '');
  const ignored = readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n');
  const skip = new Set(ignored.filter((line) => line !== '' && !line.startsWith('**')));
  const files = readdirSync(root)
    .filter((name) => !skip.has(name) && !name.startsWith('.'))
    .flatMap((name) => filesUnder(name))
    .concat('Dockerfile');
  for (const file of files.sort()) hash.update(file).update(readFileSync(path.join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * @param {string} name
 * @returns {string[]}
 */
function filesUnder(name) {
  const whole = path.join(root, name);
  if (statSync(whole).isFile()) return [name];
  const entries = readdirSync(whole, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.ts$|\.log$|\.png$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

/**
 * @param {string} target
 * @param {string} base
 * @param {string} inputs
 */
function build(target, base, inputs) {
  const name = nameOf(target);
  if (inputsOf(name) === inputs) return;
  say(`${name}: building.`);
  // Few shares, and no interface that comes and goes with each step: tests run beside it in CI, and
  // a change of network makes Chromium give up its connections (ERR_NETWORK_CHANGED).
  const options = ['--target', target, '--tag', name, '--cpu-shares', '128', '--network', 'host'];
  options.push('--label', `${INPUTS_LABEL}=${inputs}`);
  const args = ['build', ...options, '--build-arg', `BASE_IMAGE=${base}`, '.'];
  run('docker', args, `docker to build ${target}`, root);
}

try {
  const targets = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT_TARGETS;
  await withLock(path.join(root, '.pta-lab', 'images'), say, async () => {
    const base = baseImage();
    const inputs = hashInputs(base);
    for (const target of targets) build(target, base, inputs);
  });
  process.stdout.write(targets.map((target) => `${nameOf(target)}\n`).join(''));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 4;
}
