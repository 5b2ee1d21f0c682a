/**
 * How far a site's agents are from the site's controllers, where the estate says so. Virtual
 * connections simply take that long; in live mode it is a delay on the path that is always there.
 */
import type { PathEffect } from '../../protocol/effects.ts';
import { controllerHost, realHost } from '../../protocol/hosts.ts';
import { isDirectoryPort } from '../../protocol/tcp.ts';
import type { PathLink } from '../../runtime/path.ts';
import type { Site } from '../estate.ts';
import type { WorldOptions } from './world.ts';

/** One way. Controllers are who is called on a directory's ports. */
export function latenciesOf({ sites, timings }: WorldOptions): (link: PathLink) => number {
  const stated = new Map<string, number>();
  for (const own of sites) {
    const { name, controllerLatencyMs } = own;
    if (controllerLatencyMs === undefined) continue;
    for (const one of controllersUsed(own, sites))
      stated.set(`${name} ${controllerHost(one)}`, controllerLatencyMs);
  }
  return ({ site, host, port }) => {
    if (!isDirectoryPort(port)) return timings.wanLatencyMs;
    return stated.get(`${site} ${host}`) ?? timings.lanLatencyMs;
  };
}

/** Its own, or those of the site that lends it some. */
function controllersUsed({ controllers, controllersOf }: Site, sites: readonly Site[]) {
  const lender = sites.find(({ name }) => name === controllersOf);
  return [...controllers, ...(lender?.controllers ?? [])];
}

export function standingDelays(sites: readonly Site[]): readonly PathEffect[] {
  return sites.flatMap((own) => {
    const { name, controllerLatencyMs: delayMs } = own;
    if (delayMs === undefined) return [];
    const hosts = controllersUsed(own, sites).map((one) => realHost(controllerHost(one)));
    return [{ on: 'path', kind: 'delay', delayMs, scope: { sites: [name], hosts } }];
  });
}
