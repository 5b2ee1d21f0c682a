/**
 * How old the certificates are with which agents enter the lab: each machine's once, at its first
 * registration, because what is registered later is new.
 */
import { DAY_MS } from '../../protocol/time-units.ts';
import type { Site } from '../estate.ts';

export function certificateAges(sites: readonly Site[]): (machineName: string) => number {
  const left = new Map<string, number>();
  for (const { servers = {} } of sites) {
    for (const [name, { certificateAgeDays }] of Object.entries(servers)) {
      if (certificateAgeDays !== undefined) left.set(name, certificateAgeDays * DAY_MS);
    }
  }
  return (machineName) => {
    const ageMs = left.get(machineName) ?? 0;
    left.delete(machineName);
    return ageMs;
  };
}
