/**
 * A connection that has come up: what both ends know of each other, and what its path still does to
 * it.
 */
import type { PathLink } from '../path.ts';
import type { DialWorld } from './dial.ts';
import { createLink, type Link } from './link.ts';

/** Addresses from the documentation ranges (RFC 5737): nothing virtual has a real one. */
export const SERVER_ADDRESS = '192.0.2.1';

export function openLink(
  world: DialWorld,
  link: PathLink,
  parts: Pick<Link, 'peer' | 'client' | 'service' | 'way'>,
): Link {
  const opened = createLink(world.clock, {
    ...link,
    ...parts,
    latencyMs: world.latencyMs(link),
    course: () => world.course(link),
    undisturbed: () => world.undisturbed(link),
  });
  world.opened(opened);
  return opened;
}

/** The address a site is seen under from outside, in the second documentation range. */
export function siteAddress(site: string): string {
  const sum = [...site].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return `198.51.100.${1 + (sum % 254)}`;
}
