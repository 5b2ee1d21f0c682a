/**
 * The download of the revocation list over port 80 before a bootstrap. What follows from having
 * none is a policy that no source states: by default a warning and nothing else.
 */
import { HOSTS, labHost } from '../protocol/hosts.ts';
import { refuseForeignEndpoint } from './guard.ts';
import type { Link } from './link.ts';
import type { Say } from './say.ts';

export interface Revocation {
  /** False if the policy refuses to go on. */
  check(): Promise<boolean>;
}

/** One list is good for a while; a download that failed is tried again at the next bootstrap. */
export function createRevocation(link: Link, say: Say): Revocation {
  let goodUntilMs = 0;
  return {
    async check() {
      const { clock, timings, crlPolicy = 'warn' } = link.options;
      if (clock.nowMs() < goodUntilMs) return true;
      const problem = await download(link);
      if (problem === undefined) {
        goodUntilMs = clock.nowMs() + timings.revocationCheckIntervalMs;
        return true;
      }
      const message = `The revocation list could not be downloaded: ${problem}.`;
      say('revocationUnchecked', message);
      return crlPolicy === 'warn';
    },
  };
}

async function download({ options }: Link): Promise<string | undefined> {
  const { network, vantage, timings } = options;
  const url = `http://${labHost(HOSTS.revocation)}/lab.crl`;
  refuseForeignEndpoint(url);
  const outcome = await network.request(
    { method: 'GET', url, headers: {}, body: '' },
    { from: vantage, timeoutMs: timings.statusReportTimeoutMs },
  );
  if (!outcome.ok) return `${outcome.failure} at ${outcome.at}`;
  return outcome.value.status === 200 ? undefined : `HTTP ${outcome.value.status}`;
}
