/**
 * What the scripts here ask the container engine: in plain JavaScript, because they run before the
 * project is set up. Programs of the lab take `runtime/live/container-engine.ts`.
 */
import { spawnSync } from 'node:child_process';
import { SetupError } from '../npm.mjs';

/** What an image was made of; the same inputs need no second build. */
export const INPUTS_LABEL = 'pta-lab.inputs';

/**
 * @param {string} image
 * @returns {string | undefined} undefined: no such image
 */
export function inputsOf(image) {
  const format = `{{index .Config.Labels "${INPUTS_LABEL}"}}`;
  const { status, stdout } = spawnSync('docker', ['image', 'inspect', '--format', format, image], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * @param {string} image
 * @returns {string | undefined} undefined: no such image
 */
export function idOf(image) {
  const { status, stdout } = spawnSync(
    'docker',
    ['image', 'inspect', '--format', '{{.Id}}', image],
    {
      encoding: 'utf8',
    },
  );
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} expected
 * @param {string} [cwd]
 */
export function run(program, args, expected, cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    // The classic builder: the other one is a plugin that not every engine has.
    env: { ...process.env, DOCKER_BUILDKIT: '0', LC_ALL: 'C' },
    maxBuffer: 64 * 1024 * 1024,
    ...(cwd && { cwd }),
  });
  if (status === 0) return stdout;
  const lines = `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n').slice(-5).join(' | ');
  throw new SetupError(`expected ${expected}, got: ${error?.message ?? lines}`);
}
