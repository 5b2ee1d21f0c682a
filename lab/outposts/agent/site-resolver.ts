/**
 * Names as an agent's server resolves them: by asking the site's resolver over the wire. Node's
 * `lookup` would answer everything under `localhost` by itself, and the lab's names are under it.
 */
import { Resolver } from 'node:dns/promises';
import { codeOf } from '../../../runtime/live/failure.ts';
import type { ServiceAnswer } from '../../../runtime/live/srv-question.ts';

export interface SiteResolver {
  /** `port`: instead of the one that was asked for. */
  address(name: string): Promise<{ address: string; port?: number } | { obstacle: string }>;
  service(name: string): Promise<ServiceAnswer>;
}

/** Whoever asks gives up before this: how long they wait is theirs to say. */
const PATIENCE_MS = 60_000;

/** `server`: `10.77.1.254`, with a port where it is not 53. */
export function createSiteResolver(server: string): SiteResolver {
  const resolver = new Resolver({ timeout: PATIENCE_MS, tries: 1 });
  resolver.setServers([server]);
  return {
    async address(name) {
      try {
        const [address] = await resolver.resolve4(name);
        return address === undefined ? { obstacle: 'name-not-resolved' } : { address };
      } catch (error) {
        return { obstacle: obstacleOf(error) };
      }
    },
    async service(name) {
      try {
        const records = await resolver.resolveSrv(name);
        const hosts = records.sort((a, b) => a.priority - b.priority).map((one) => one.name);
        return hosts.length === 0 ? { obstacle: 'name-not-resolved' } : { hosts };
      } catch (error) {
        return { obstacle: obstacleOf(error) };
      }
    },
  };
}

/** No name, no data, or nobody who answers: to a client all of it is one. */
function obstacleOf(error: unknown): string {
  return codeOf(error) === 'ETIMEOUT' ? 'timed-out' : 'name-not-resolved';
}
