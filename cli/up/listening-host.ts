/**
 * Where the doors of `up`, `replica` and `controllers` may stand. Loaded with the options, so that
 * it must stay small.
 */
import { existsSync } from 'node:fs';
import { LabError } from '../../runtime/lab-error.ts';

/**
 * Sign-in pages are for this machine: in a container, its published ports decide who can come.
 *
 * @throws LabError `USAGE_HOST`
 */
export function readHost(
  host: string | undefined,
  inContainer = isInContainer(),
): { host?: string } {
  if (host === undefined) return {};
  if (!HOSTS.includes(host)) {
    const sentence = `--host: expected ${HOSTS.join(' or ')}, got "${host}"`;
    throw new LabError('USAGE_HOST', sentence);
  }
  if (inContainer || host === LOOPBACK) return { host };
  const sentence =
    `--host: expected a container to listen on ${host}, got a machine that others can reach: ` +
    'leave it out, or run the image';
  throw new LabError('USAGE_HOST', sentence);
}

export const LOOPBACK = '127.0.0.1';
const HOSTS = [LOOPBACK, '0.0.0.0', '::'];

/** Docker and Podman leave a file; Kubernetes sets a variable. */
function isInContainer(): boolean {
  const left = ['/.dockerenv', '/run/.containerenv'].some((file) => existsSync(file));
  return left || process.env.KUBERNETES_SERVICE_HOST !== undefined;
}
