/**
 * From when on a module without a run is stale: the third of its slots has passed, and a minute for
 * jitter and the run itself. For a pattern that leaves out the weekend, so does this.
 */
import { MINUTE_MS } from '../../protocol/time-units.ts';
import { nextCron } from './cron.ts';
import type { Timing } from './schedule-row.ts';

const SLOTS = 3;

/** `freshMs`: the last run, or the end of planned work behind it. */
export function staleAt(timing: Timing, freshMs: number): number {
  if ('everyMs' in timing) return freshMs + SLOTS * timing.everyMs + MINUTE_MS;
  let atMs: number | undefined = freshMs;
  for (let slot = 0; slot < SLOTS && atMs !== undefined; slot++) atMs = nextCron(timing, atMs);
  // A pattern that never comes again cannot be late.
  return (atMs ?? Number.MAX_SAFE_INTEGER) + MINUTE_MS;
}
