/**
 * Set-up: packages from the lockfile, and a current Node if the machine's is too old. Says what it
 * does and why on stderr, and nothing when there is nothing to do.
 *   node scripts/setup.mjs [--quiet] [-- <command> args…]
 * It starts the command itself: within one line, `sh` goes on using the `node` it found first.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { whyInstall } from './installed.mjs';
import { withLock } from './lock.mjs';
import { isOlder, nodeInstalledIn, wantedNode } from './node-version.mjs';
import { machineNodeVersion, machinePath, runNpm, SetupError } from './npm.mjs';
import { endLike, runChild } from './run-child.mjs';

/** `cli/exit-codes.ts`, environment. */
const EXIT_ENVIRONMENT = 4;
const EXIT_USAGE = 2;

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

async function main() {
  const { quiet, command, unknown } = parseArguments(process.argv.slice(2));
  if (unknown) {
    say(`unknown argument "${unknown}"; use: node scripts/setup.mjs [--quiet] [-- command …]`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  await setUp(quiet ? () => undefined : say);
  const [program, ...args] = command;
  if (program === undefined) return;
  const folders = [path.join(root, 'node_modules', '.bin'), machinePath()];
  endLike(await run(program, args, folders.join(path.delimiter)));
}

/** @param {readonly string[]} args */
function parseArguments(args) {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  return {
    quiet: own.includes('--quiet'),
    command: end < 0 ? [] : args.slice(end + 1),
    unknown: own.find((argument) => argument !== '--quiet'),
  };
}

/** @param {(line: string) => void} tell */
async function setUp(tell) {
  if (!whyInstall(root) && !whyNode()) return;
  await withLock(path.join(root, '.pta-lab'), tell, async () => {
    const install = whyInstall(root);
    if (install) {
      tell(`Installing packages from package-lock.json: ${install}.`);
      await runNpm(root, ['ci', '--include=dev']);
    }
    const node = whyNode();
    if (node) {
      const { pinned } = wantedNode(root);
      tell(`Putting Node ${pinned} into node_modules for this project only: ${node}.`);
      await runNpm(root, ['install', '--no-save', '--include=dev', `node@${pinned}`]);
    }
    const missing = whyInstall(root) ?? whyNode();
    if (missing) throw new SetupError(`the install left things undone: ${missing}.`);
    tell('Ready.');
  });
}

/** @returns {string | undefined} why a Node of our own is needed */
function whyNode() {
  const { minimum } = wantedNode(root);
  const own = nodeInstalledIn(root);
  if (own)
    return isOlder(own, minimum) ? `the one there is ${own}, needed is ${minimum}` : undefined;
  const machine = machineNodeVersion(root);
  if (machine && !isOlder(machine, minimum)) return undefined;
  return `this machine has ${machine ?? 'none'}, needed is ${minimum} or later`;
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} PATH
 */
async function run(program, args, PATH) {
  try {
    return await runChild(program, args, { ...process.env, PATH });
  } catch (error) {
    throw new SetupError(`cannot run ${program}: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`set-up: ${line}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = EXIT_ENVIRONMENT;
}
