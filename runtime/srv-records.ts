/**
 * SRV records (RFC 2782) of the lab: which hosts offer a service, in the order they were published.
 * Weights and priorities are left out: the lab's controllers have none.
 */
import type { Course } from './course.ts';
import type { Outcome } from './ports.ts';

export interface SrvRecords {
  publish(name: string, hosts: readonly string[]): void;
  /** `resolution`: what the path makes of the question. */
  answer(
    name: string,
    resolution: Course['resolution'],
    seen: Pick<Outcome<never>, 'phaseMs'>,
  ): Outcome<readonly string[]>;
}

export function createSrvRecords(): SrvRecords {
  const records = new Map<string, readonly string[]>();
  return {
    publish: (name, hosts) => void records.set(name.toLowerCase(), hosts),
    answer(name, resolution, seen) {
      const hosts = records.get(name.toLowerCase()) ?? [];
      // A record names hosts, not addresses: wrong ones show when the hosts are dialled.
      return hosts.length > 0 && resolution !== 'no-such-name'
        ? { ok: true, value: hosts, ...seen }
        : { ok: false, failure: 'name-not-resolved', at: 'resolve', ...seen };
    },
  };
}
