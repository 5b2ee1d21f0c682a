/**
 * Builds compose v2 with Go where `docker compose` does not answer, and puts it where Docker looks
 * for a user's plugins. For machines such as CI's, whose packages have version 1 only; elsewhere it
 * comes with Docker.
 *   node scripts/containers/compose.mjs
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from '../npm.mjs';

const MODULE = 'github.com/docker/compose/v2';
const source = fileURLToPath(new URL('compose/', import.meta.url));
const plugins = path.join(
  process.env.DOCKER_CONFIG || path.join(os.homedir(), '.docker'),
  'cli-plugins',
);
/** Where Go's own installer puts it, which is not on every PATH. */
const GO = ['go', '/usr/local/go/bin/go'];

/** @param {string} line */
const say = (line) => process.stderr.write(`compose: ${line}\n`);

function install() {
  const there = versionOf('docker', ['compose', 'version', '--short']);
  if (there) {
    say(`${there} is there.`);
    return;
  }
  const go = GO.find((command) => versionOf(command, ['version']));
  if (!go)
    throw new SetupError('expected Go on PATH to build compose v2, got none: see go.dev/dl.');
  const version = new RegExp(`${MODULE} (v\\S+)`).exec(
    readFileSync(`${source}go.mod`, 'utf8'),
  )?.[1];
  say(`building ${version} with Go: about two minutes on two cores.`);
  mkdirSync(plugins, { recursive: true });
  // Go writes to go.mod what it found out; the one in the project is to stay as it is.
  const folder = mkdtempSync(path.join(plugins, '.build-'));
  try {
    for (const name of ['go.mod', 'go.sum']) copyFileSync(source + name, path.join(folder, name));
    build(go, folder, `-s -w -X ${MODULE}/internal.Version=${version}`);
    renameSync(path.join(folder, 'docker-compose'), path.join(plugins, 'docker-compose'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const built = versionOf('docker', ['compose', 'version', '--short']);
  if (!built)
    throw new SetupError(`expected "docker compose" to answer, but it does not (${plugins}).`);
  say(`${built} is at ${plugins}.`);
}

/**
 * @param {string} go
 * @param {string} cwd
 * @param {string} ldflags
 */
function build(go, cwd, ldflags) {
  const args = ['build', '-mod=mod', '-trimpath', '-ldflags', ldflags, '-o', 'docker-compose'];
  const env = { ...process.env, GOWORK: 'off', CGO_ENABLED: '0' };
  const { status, stderr } = spawnSync(go, [...args, `${MODULE}/cmd`], {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (status === 0) return;
  const lines = (stderr ?? '').trim().split('\n').slice(-3).join(' | ');
  throw new SetupError(`expected Go to build compose, got exit code ${status}: ${lines}`);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {string | undefined}
 */
function versionOf(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

try {
  install();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 4;
}
