/**
 * Who asks too often has to wait. A sliding window of lab time for each application and quota; in
 * memory only, because a restart forgives. Requests that were refused are not counted again.
 */
import type { Timings } from '../../protocol/timings.ts';
import type { Clock } from '../../runtime/ports.ts';
import type { Resource } from './resource.ts';

export interface Throttle {
  /** How long to wait, in milliseconds; undefined: go on. */
  take(appId: string, quota: Resource['quota']): number | undefined;
}

export function createThrottle(clock: Clock, timings: Timings): Throttle {
  const quotas = {
    report: { windowMs: timings.graphReportWindowMs, most: timings.graphReportRequests },
    directory: { windowMs: timings.graphDirectoryWindowMs, most: timings.graphDirectoryRequests },
  };
  const taken = new Map<string, number[]>();
  return {
    take(appId, quota) {
      const { windowMs, most } = quotas[quota];
      const nowMs = clock.nowMs();
      const key = `${quota}/${appId}`;
      const times = (taken.get(key) ?? []).filter((atMs) => atMs > nowMs - windowMs);
      taken.set(key, times);
      const [oldest] = times;
      if (oldest !== undefined && times.length >= most) return oldest + windowMs - nowMs;
      times.push(nowMs);
      return undefined;
    },
  };
}
