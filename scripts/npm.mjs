/**
 * Runs npm with the machine's own Node: `npm ci` removes node_modules, and with it the Node that
 * npm scripts find first. Says in one sentence what went wrong, instead of npm's page.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Something that the machine lacks or refuses; its message is the sentence to show. */
export class SetupError extends Error {}

/** A dead network is noticed after seconds instead of minutes. */
const FETCH = ['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];
const QUIET = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];

/**
 * @param {string} folder
 * @param {readonly string[]} args
 * @returns {Promise<void>}
 */
export async function runNpm(folder, args) {
  const child = spawn('npm', [...args, ...QUIET, ...FETCH], {
    cwd: folder,
    env: { ...process.env, PATH: machinePath() },
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint += text;
  });
  const code = await new Promise((resolve, reject) => {
    child.on('error', () => reject(new SetupError('npm is not on PATH; it comes with Node.')));
    child.on('close', resolve);
  });
  if (code !== 0) throw new SetupError(describeFailure(args[0] ?? '', complaint));
}

/**
 * @param {string} verb
 * @param {string} complaint
 */
export function describeFailure(verb, complaint) {
  const lines = complaint.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  const errorCode = lines.find((line) => line.startsWith('code '))?.slice('code '.length);
  const reason = lines.find((line) => line !== '' && !/^(code|errno|syscall|path) /.test(line));
  const because = [errorCode, reason].filter(Boolean).join(': ') || 'npm gave no reason';
  const advice = /^E(USAGE|RESOLVE|JSONPARSE)/.test(errorCode ?? '')
    ? 'package.json and package-lock.json disagree: restore them, or run npm install'
    : 'Check the network and npm’s registry setting, then run this again';
  return `npm ${verb} failed (${because}). ${advice}.`;
}

/** PATH without our own node_modules/.bin: others' may be where the machine has its Node from. */
export function machinePath(PATH = process.env.PATH ?? '') {
  const own = realPath(path.join(root, 'node_modules', '.bin'));
  const folders = PATH.split(path.delimiter);
  return folders.filter((folder) => realPath(folder) !== own).join(path.delimiter);
}

/** @param {string} folder */
function realPath(folder) {
  return existsSync(folder) ? realpathSync(folder) : path.resolve(folder);
}

/**
 * The version of the Node that the machine has, whatever Node runs us now.
 * @param {string} root
 * @returns {string | undefined}
 */
export function machineNodeVersion(root) {
  const ours = process.execPath.startsWith(path.join(root, 'node_modules') + path.sep);
  if (!ours) return process.version;
  const env = { ...process.env, PATH: machinePath() };
  const { status, stdout } = spawnSync('node', ['--version'], { env, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
