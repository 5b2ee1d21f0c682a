/**
 * Which name a host has in an answer: the real one where the caller reached us under a real name
 * (MSW, containers, the proxy), else the lab's. A client must find in tokens and discovery what it
 * dialled.
 */
import { HOSTS, labHost, SIGN_IN_ALIASES } from '../protocol/hosts.ts';
import type { Exchange } from './exchange.ts';

const REAL_NAMES: ReadonlySet<string> = new Set([...SIGN_IN_ALIASES, HOSTS.graph]);

const PORT = /:\d+$/;

/** `sts.windows.net` → itself, or `sts.windows.net.lab.localhost`. */
export function nameFor({ origin }: Pick<Exchange, 'origin'>, realName: string): string {
  return usesRealNames(origin) ? realName : labHost(realName);
}

/** Where this caller reaches another host: `localhost` has all of them under its own name. */
export function originFor({ origin }: Pick<Exchange, 'origin'>, realName: string): string {
  const { hostname, port } = new URL(origin);
  if (hostname === 'localhost') return origin;
  return `https://${nameFor({ origin }, realName)}${port === '' ? '' : `:${port}`}`;
}

function usesRealNames(origin: string): boolean {
  // An origin is lower case and has no path: nothing is left to parse, and every token asks.
  return REAL_NAMES.has(origin.slice(origin.indexOf('//') + 2).replace(PORT, ''));
}
