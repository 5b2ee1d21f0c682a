/** Where the watch serves its pages. Beyond loopback whoever asks must show a token. */
import type { Problem } from '../../../runtime/yaml/problem.ts';
import { isLoopback } from '../loopback.ts';
import { absolute } from './absolute.ts';
import type { ProbesDescription } from './probes-description.ts';
import type { Listen } from './probes-file.ts';

const PORT_MAX = 65_535;

export function readListen(
  described: NonNullable<ProbesDescription['listen']>,
  folder: string,
): Listen {
  if (typeof described === 'string') return parseAddress(described);
  return { ...parseAddress(described.address), token: absolute(described.token, folder) };
}

/** `127.0.0.1:9188`, `[::1]:9188`. */
function parseAddress(text: string): { host: string; port: number } {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(at + 1)) };
}

export function findWrongListen(described: ProbesDescription['listen']): Problem[] {
  if (described === undefined) return [];
  const text = typeof described === 'string' ? described : described.address;
  const { host, port } = parseAddress(text);
  if (port > PORT_MAX) {
    return [{ path: ['listen'], text: `expected a port up to ${PORT_MAX}, got ${port}` }];
  }
  if (isLoopback(host) || typeof described !== 'string') return [];
  const sentence = `expected a map with address and token, because ${host} is not loopback`;
  return [{ path: ['listen'], text: `${sentence}, got "${text}"` }];
}
