/**
 * Where this host's packets go that are for nobody near: its router, and its own address on the
 * way there. Linux tells both in files; elsewhere there are no outposts.
 */
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { LOOPBACK } from '../../runtime/live/names.ts';

export interface DefaultRoute {
  gateway: string;
  /** Its own address on that network. */
  address: string | undefined;
}

const ROUTES = '/proc/net/route';
const ANYWHERE = '00000000';

export function findDefaultRoute(): DefaultRoute | undefined {
  const [device, gateway] = parseDefaultRoute(readFileSync(ROUTES, 'utf8')) ?? [];
  if (device === undefined || gateway === undefined) return undefined;
  const own = networkInterfaces()[device]?.find(({ family }) => family === 'IPv4');
  return { gateway, address: own?.address };
}

/** Device and router. Addresses are hexadecimal, last byte first. */
export function parseDefaultRoute(text: string): readonly [string, string] | undefined {
  for (const line of text.split('\n')) {
    const [device = '', destination, gateway = ''] = line.trim().split(/\s+/);
    if (destination !== ANYWHERE || !/^[\dA-F]{8}$/i.test(gateway)) continue;
    return [device, [...Buffer.from(gateway, 'hex')].reverse().join('.')];
  }
  return undefined;
}

/** Without a route to anywhere: the first address that others can see. */
export function findOwnAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  return (
    findDefaultRoute()?.address ??
    all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
  );
}

/**
 * Of this host's addresses the one in the same network, so that a network's other addresses may be
 * given in its place; else the address itself, or the host's own.
 */
export function findAddressNear(wanted: string | undefined): string {
  if (wanted === undefined) return findOwnAddress() ?? LOOPBACK;
  const network = wanted.slice(0, wanted.lastIndexOf('.') + 1);
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  return all.find(({ address }) => address.startsWith(network))?.address ?? wanted;
}
