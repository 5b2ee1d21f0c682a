/**
 * Is anybody working on it right now? A window holds from its begin (included) to its end (not
 * included), in real time: two hours that begin before a clock change are two hours.
 */
import { nextCron } from './cron.ts';
import type { MaintenanceWindow } from './schedule-row.ts';

/** The window that holds for the target now; one that pauses goes before one that mutes. */
export function maintenanceOf(
  windows: readonly MaintenanceWindow[],
  target: string,
  nowMs: number,
): MaintenanceWindow | undefined {
  const open = windows.filter(
    (window) => (window.targets?.includes(target) ?? true) && spanAt(window, nowMs) !== undefined,
  );
  return open.find(({ probes }) => probes === 'pause') ?? open[0];
}

/** Begin and end of the window around `nowMs`, if there is one. */
export function spanAt(
  { at }: Pick<MaintenanceWindow, 'at'>,
  nowMs: number,
): { fromMs: number; toMs: number } | undefined {
  if ('fromMs' in at) return at.fromMs <= nowMs && nowMs < at.toMs ? at : undefined;
  const fromMs = nextCron(at, nowMs - at.durationMs);
  if (fromMs === undefined || fromMs > nowMs) return undefined;
  return { fromMs, toMs: fromMs + at.durationMs };
}

const SPANS_MAX = 1_000;

/** All spans of a window that touch the time asked for, oldest first: to shade them on a page. */
export function spansBetween(
  { at }: Pick<MaintenanceWindow, 'at'>,
  fromMs: number,
  toMs: number,
): { fromMs: number; toMs: number }[] {
  if ('fromMs' in at) return at.fromMs < toMs && at.toMs > fromMs ? [at] : [];
  const spans: { fromMs: number; toMs: number }[] = [];
  let begin = nextCron(at, fromMs - at.durationMs);
  while (begin !== undefined && begin < toMs && spans.length < SPANS_MAX) {
    spans.push({ fromMs: begin, toMs: begin + at.durationMs });
    begin = nextCron(at, begin);
  }
  return spans;
}
