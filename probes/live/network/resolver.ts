/**
 * Names as this machine's own programs resolve them (hosts file included), and SRV records from its
 * name servers. One question each; a server that does not answer is a time-out, not a missing name.
 */
import type { LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { NetworkFailure } from '../../../protocol/network-failure.ts';
import { codeOf, failureOf } from '../../../runtime/live/failure.ts';

export interface Names {
  /** Of a name, or of an address (IPv6 without its brackets). */
  addresses(host: string): Promise<readonly LookupAddress[] | NetworkFailure>;
  /** Hosts behind an SRV record, those that are to be asked first in front. */
  service(name: string, timeoutMs: number): Promise<readonly string[] | NetworkFailure>;
}

export const MACHINE_NAMES: Names = {
  async addresses(host) {
    const family = isIP(host);
    if (family !== 0) return [{ address: host, family }];
    try {
      return await lookup(host, { all: true });
    } catch (error) {
      return failureOfLookup(error);
    }
  },
  async service(name, timeoutMs) {
    const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
    try {
      const records = await resolver.resolveSrv(name);
      return [...records]
        .sort((one, other) => one.priority - other.priority || other.weight - one.weight)
        .map((record) => record.name);
    } catch (error) {
      return failureOfLookup(error);
    }
  },
};

const NO_SUCH_NAME = ['ENODATA', 'ENOTFOUND', 'ENONAME', 'EBADNAME', 'ESERVFAIL', 'EREFUSED'];
const NO_ANSWER = ['ETIMEOUT', 'ECANCELLED', 'ECONNREFUSED'];

function failureOfLookup(error: unknown): NetworkFailure {
  const code = codeOf(error);
  if (NO_SUCH_NAME.includes(code)) return 'name-not-resolved';
  if (NO_ANSWER.includes(code)) return 'timed-out';
  return failureOf(error);
}
