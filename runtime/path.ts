/**
 * Which path effects apply to one connection: a pure choice by site, component, host, port and the
 * connection's own chance, shared by the live gateway and the virtual network so that a fault hits
 * the same links in both. What an effect then does is in `course.ts`.
 */
import type { PathEffect, ProxyBehaviour } from '../protocol/effects.ts';
import { matchesHost } from '../protocol/hosts.ts';
import { isDirectoryPort } from '../protocol/tcp.ts';
import type { Dice } from './ports.ts';

/** One connection as the path sees it: from where, by whom, to which host (lab or real name). */
export interface PathLink {
  site: string;
  component: string;
  host: string;
  port: number;
  /** It goes through the site's web proxy; as in `Vantage`. */
  proxied: boolean | 'named';
  /** The same dice for the same connection and purpose, whatever other connections did before. */
  chance(purpose: string): Dice;
}

export type PathEnds = Omit<PathLink, 'chance'>;

/**
 * Nothing stands between the internet and the cloud: that site has no gateway, so no effect reaches
 * it, not even one whose scope names no site.
 */
export const OPEN_SITE = 'internet';

/** Counts connections per component and place: the n-th one has its chance from the seed. */
export function createPathLinks(dice: Dice): (ends: PathEnds) => PathLink {
  const opened = new Map<string, number>();
  return (ends) => {
    const place = `${ends.site} ${ends.component} ${ends.host}:${ends.port}`;
    const nth = (opened.get(place) ?? 0) + 1;
    opened.set(place, nth);
    const proxied = isDirectoryPort(ends.port) ? false : ends.proxied;
    return { ...ends, proxied, chance: (purpose) => dice.fork(`${place} ${nth} ${purpose}`) };
  };
}

/**
 * In list order. Delays add up; of the others the first one decides what happens to a new
 * connection.
 */
export function pathEffectsFor(effects: readonly PathEffect[], link: PathLink): PathEffect[] {
  if (link.site === OPEN_SITE || effects.length === 0) return [];
  return effects.filter((effect) => isHit(effect, link));
}

function isHit(effect: PathEffect, link: PathLink): boolean {
  const { sites, components, hosts, ports, share = 1 } = effect.scope;
  if (sites && !sites.includes(link.site)) return false;
  if (components && !components.includes(link.component)) return false;
  if (ports && !ports.includes(link.port)) return false;
  if (effect.kind === 'proxy' && !isFelt(effect.behaviour, link)) return false;
  if (!matchesHost(hosts, link.host)) return false;
  return share >= 1 || isDrawn(link.chance(JSON.stringify(effect)), share);
}

function isFelt(behaviour: ProxyBehaviour, { proxied }: PathLink): boolean {
  return behaviour === 'broken-pac' ? proxied === true : proxied !== false;
}

const STEPS = 2 ** 32;

/** True with that probability. */
export function isDrawn(dice: Pick<Dice, 'below'>, share: number): boolean {
  return dice.below(STEPS) < share * STEPS;
}
