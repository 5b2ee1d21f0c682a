/**
 * What users read, phase by phase: pure, from the timeline alone. A sign-in counts to the phase in
 * which it STARTED; one that hangs into the next phase must not blur it.
 */
import type { TimelineEntry } from '../../lab/timeline.ts';
import type { PhaseSummary } from '../journal/journal.ts';
import { statusOf } from './judge-agents.ts';

export function summarisePhases(
  timeline: readonly TimelineEntry[],
  agents: readonly string[],
  endMs: number,
): PhaseSummary[] {
  const begins = timeline.filter((entry) => entry.kind === 'phase');
  return begins.map(({ phase, atMs: startMs }, at) => {
    const untilMs = begins[at + 1]?.atMs ?? endMs;
    const last = at === begins.length - 1;
    const started = (atMs: number) => (at === 0 || atMs > startMs) && (last || atMs <= untilMs);
    // What a fault does at once bears the time of its injection: it belongs behind it.
    const happened = (atMs: number) => (at === 0 || atMs >= startMs) && (last || atMs < untilMs);
    const results: Record<string, Record<string, number>> = {};
    const events: Record<string, number> = {};
    for (const entry of timeline) {
      if (entry.kind === 'sign-in' && started(entry.startedMs)) {
        const counts = results[entry.group] ?? {};
        results[entry.group] = counts;
        counts[entry.result] = (counts[entry.result] ?? 0) + 1;
      }
      if (entry.kind === 'event' && happened(entry.atMs)) {
        events[entry.id] = (events[entry.id] ?? 0) + 1;
      }
    }
    const status = agents.map((agent) => [agent, statusOf(agent, timeline, untilMs).status]);
    return {
      phase,
      startMs,
      endMs: untilMs,
      results: sortKeys(results, sortKeys),
      events: sortKeys(events),
      status: Object.fromEntries(status),
    };
  });
}

/** Keys in one order, whichever came first in this run. */
function sortKeys<T>(
  record: Record<string, T>,
  inner: (value: T) => T = (value) => value,
): Record<string, T> {
  const keys = Object.keys(record).sort();
  return Object.fromEntries(keys.map((key) => [key, inner(record[key] as T)]));
}
