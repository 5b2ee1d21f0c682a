/**
 * Is this redirect URI one of the application's? Whatever leaves the authorization endpoint goes to
 * `address` only, and that is the browser's reading of a registered URI, not the sender's text.
 */
import type { Application, RedirectType, RedirectUri } from '../tenant/application.ts';

export interface Registered {
  /** Where answers go. A URI without a path gets its slash (ED-REPLY). */
  address: string;
  type: RedirectType;
}

export function findRedirectUri(
  { redirectUris }: Pick<Application, 'redirectUris'>,
  asked: string,
): Registered | undefined {
  const address = readUri(asked);
  if (address === undefined) return undefined;
  const wanted = withoutLoopbackPort(address);
  const found = redirectUris.find((registered) => comparable(registered) === wanted);
  return found && { address: address.href, type: found.type };
}

/** Origins of single-page applications are compared in the same way. */
function comparable({ uri }: RedirectUri): string | undefined {
  const url = readUri(uri);
  return url && withoutLoopbackPort(url);
}

/** Case counts from the path on; no fragment, no credentials, printable characters only. */
function readUri(text: string): URL | undefined {
  if (!/^[\x21-\x7e]+$/.test(text) || text.includes('#') || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.username === '' && url.password === '' ? url : undefined;
}

/** Native clients take any free port (RFC 8252; ED-REPLY: the port is ignored). */
function withoutLoopbackPort(url: URL): string {
  const loopback = ['localhost', '127.0.0.1'].includes(url.hostname);
  if (!loopback || !/^https?:$/.test(url.protocol)) return url.href;
  const plain = new URL(url);
  plain.port = '';
  return plain.href;
}
