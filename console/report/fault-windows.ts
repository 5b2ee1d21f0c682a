/**
 * From when to when each fault was on and each change stood. One that is never taken back lasts to
 * the run's end.
 */
import type { TimelineEntry } from '../../lab/timeline.ts';

export interface FaultWindow {
  kind: 'fault' | 'change';
  /** Id of the fault or the change. */
  id: string;
  where: string;
  startMs: number;
  /** `undefined`: still on at the end. */
  endMs: number | undefined;
}

/** Faults first, then changes, each by their beginning. */
export function faultWindows(timeline: readonly TimelineEntry[]): FaultWindow[] {
  const windows: FaultWindow[] = [];
  for (const entry of timeline) {
    if (entry.kind !== 'fault' && entry.kind !== 'change') continue;
    const { kind, where, atMs, state } = entry;
    const id = entry.kind === 'fault' ? entry.fault : entry.change;
    if (state === 'on' || state === 'done') {
      windows.push({ kind, id, where, startMs: atMs, endMs: undefined });
      continue;
    }
    const open = windows.find(
      (window) => window.id === id && window.where === where && window.endMs === undefined,
    );
    if (open) open.endMs = atMs;
  }
  return windows.toSorted((a, b) => Number(a.kind === 'change') - Number(b.kind === 'change'));
}
