/**
 * Headers as the ports have them: lower-case names (Node and undici see to that) and one text each.
 */
import type { IncomingHttpHeaders } from 'node:http';

export function flatHeaders(received: IncomingHttpHeaders): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in received) {
    const value = received[name];
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return headers;
}
