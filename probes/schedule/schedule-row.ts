/**
 * What a configuration says about when: one row runs one module against one target again and again,
 * and windows say when not to. Checked already: patterns are valid, jitter is shorter than half of
 * the interval.
 */
export interface ScheduleRow {
  target: string;
  module: string;
  timing: Timing;
  /** Up to that much later than its slot, drawn anew for each slot. */
  jitterMs: number;
}

export type Timing = { everyMs: number } | CronTiming;

export interface CronTiming {
  /** Five fields: minute, hour, day, month, weekday. */
  cron: string;
  /** IANA name such as `Europe/Vienna`. */
  timeZone: string;
}

/** Planned work on some targets; the others are watched as ever. */
export interface MaintenanceWindow {
  /** Once, or again and again. */
  at: { fromMs: number; toMs: number } | (CronTiming & { durationMs: number });
  /** Absent: all. */
  targets?: readonly string[];
  reason: string;
  /** `pause`: nothing runs. `mute`: probes run, and nobody is alerted. */
  probes: 'pause' | 'mute';
}

/** Of its row, within one configuration. */
export function rowKey({ target, module }: Pick<ScheduleRow, 'target' | 'module'>): string {
  return `${target}/${module}`;
}
