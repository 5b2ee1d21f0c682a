/**
 * What sign-ins put on each site's line to the cloud, by the documented formula. Payload only: TLS,
 * TCP, opening of connections, keep-alives and everything towards the controllers come on top; what
 * the lab's own messages weigh is in `docs/load.md`.
 */
import { requestBytes, responseBytes } from './capacity.ts';

export interface SiteTraffic {
  site: string;
  /** Agents of the site that sign-ins go to. */
  agents: number;
  /** Sign-ins a second that they get. */
  perSecond: number;
  /** From the cloud: one encrypted value for each agent of the whole tenant in each request. */
  inBytesPerSecond: number;
  /** To the cloud: the answers. */
  outBytesPerSecond: number;
}

export interface TrafficOptions {
  /** Sign-ins a second of the whole tenant. */
  perSecond: number;
  /**
   * Agents on the tenant's list, connected or not: one that is off still has its value in each
   * request, until it is off the list.
   */
  registered: number;
  /** Connected agents, with what share of sign-ins each gets. Default: all the same. */
  agents: readonly { site: string; share?: number }[];
}

/** In order of the sites' first agents. Without a connected agent nothing goes anywhere. */
export function estimateTraffic(options: TrafficOptions): readonly SiteTraffic[] {
  const { perSecond, registered, agents } = options;
  const bySite = new Map<string, { agents: number; share: number }>();
  for (const { site, share = 1 / agents.length } of agents) {
    const sum = bySite.get(site) ?? { agents: 0, share: 0 };
    bySite.set(site, { agents: sum.agents + 1, share: sum.share + share });
  }
  return [...bySite].map(([site, { agents: count, share }]) => ({
    ...{ site, agents: count, perSecond: perSecond * share },
    inBytesPerSecond: perSecond * share * requestBytes(registered),
    outBytesPerSecond: perSecond * share * responseBytes(),
  }));
}
