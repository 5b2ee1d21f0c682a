/**
 * For container tests: the images made of this work tree, built once for as long as it does not
 * change. PTA_LAB_IMAGE names a runtime image to take instead.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../scripts/containers/images.mjs', import.meta.url));
/** Cold, on two cores that others use too. */
export const BUILD_MS = 900_000;

/** Waits for a build that is under way elsewhere. */
export function runtimeImage(): string {
  const chosen = process.env.PTA_LAB_IMAGE;
  if (chosen) return chosen;
  const [image = ''] = buildImages('runtime');
  return image;
}

/** By target of the Dockerfile. */
export function buildImages(...targets: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...targets], {
    encoding: 'utf8',
    timeout: BUILD_MS,
  });
  if (status === 0) return stdout.trim().split('\n');
  throw new Error(`The images could not be built: ${stderr.trim()}`);
}
