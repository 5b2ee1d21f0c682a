/** From when to when each fault was on. One that is never switched off lasts to the run's end. */
import type { TimelineEntry } from '../../lab/timeline.ts';

export interface FaultWindow {
  fault: string;
  where: string;
  startMs: number;
  /** `undefined`: still on at the end. */
  endMs: number | undefined;
}

export function faultWindows(timeline: readonly TimelineEntry[]): FaultWindow[] {
  const windows: FaultWindow[] = [];
  for (const entry of timeline) {
    if (entry.kind !== 'fault') continue;
    const { fault, where, atMs } = entry;
    if (entry.state === 'on') {
      windows.push({ fault, where, startMs: atMs, endMs: undefined });
      continue;
    }
    const open = windows.find(
      (window) => window.fault === fault && window.where === where && window.endMs === undefined,
    );
    if (open) open.endMs = atMs;
  }
  return windows;
}
