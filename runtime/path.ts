/**
 * Which path effects apply to one connection: a pure choice by site, component and host name,
 * shared by the live gateway and the virtual network so that a fault hits the same links in both.
 */
import type { PathEffect } from '../protocol/effects.ts';
import { matchesHost } from '../protocol/hosts.ts';

/** One connection as the path sees it: from where, by whom, to which host (lab or real name). */
export interface PathLink {
  site: string;
  component: string;
  host: string;
}

/**
 * Nothing stands between the internet and the cloud: that site has no gateway, so no effect reaches
 * it, not even one whose scope names no site.
 */
export const OPEN_SITE = 'internet';

/**
 * In list order. Delays add up; of the others the first one decides what happens to a new
 * connection.
 */
export function pathEffectsFor(effects: readonly PathEffect[], link: PathLink): PathEffect[] {
  if (link.site === OPEN_SITE || effects.length === 0) return [];
  return effects.filter(({ scope }) => {
    const { sites, components, hosts } = scope;
    if (sites && !sites.includes(link.site)) return false;
    if (components && !components.includes(link.component)) return false;
    return matchesHost(hosts, link.host);
  });
}
