/**
 * The longest time that a row lets pass between two of its runs: what is older than a few of these
 * is stale. A cron pattern has no interval, so its next occurrences are looked at.
 */
import { nextCron } from './cron.ts';
import type { Timing } from './schedule-row.ts';

/** Enough for every minute of an office hour and for the weekend behind it. */
const LOOKS_MAX = 700;

export function longestGapMs(timing: Timing, nowMs: number): number {
  if ('everyMs' in timing) return timing.everyMs;
  let longestMs = 0;
  let lastMs = nextCron(timing, nowMs);
  for (let look = 0; look < LOOKS_MAX && lastMs !== undefined; look++) {
    const followingMs = nextCron(timing, lastMs);
    if (followingMs !== undefined) longestMs = Math.max(longestMs, followingMs - lastMs);
    lastMs = followingMs;
  }
  return longestMs;
}
