/** Modules, rows and windows in our own units. What is converted here has been found sound. */
import { parseDuration } from '../../../runtime/duration.ts';
import { PROBES } from '../../index.ts';
import type { MaintenanceWindow, ScheduleRow } from '../../schedule/schedule-row.ts';
import type { Module } from '../../target.ts';
import type { ModuleDescription, RowDescription, WindowDescription } from './probes-description.ts';

/** Under the id of the probe, with what the probe expects by itself. */
export function builtInModules(): Record<string, Module> {
  return Object.fromEntries(Object.keys(PROBES).map((id) => [id, { name: id, probe: id }]));
}

export function readModule(name: string, described: ModuleDescription): Module {
  const { timeout, lookBack, ...same } = described;
  return {
    ...{ name, ...same },
    ...(timeout !== undefined && { timeoutMs: parseDuration(timeout) }),
    ...(lookBack !== undefined && { lookBackMs: parseDuration(lookBack) }),
  };
}

const JITTER_SHARE = 10;
const JITTER_MAX_MS = 30_000;

export function readRow(row: RowDescription, timezone: string): ScheduleRow {
  const { target, module, every, cron, jitter } = row;
  const jitterMs = jitter === undefined ? usualJitter(every) : parseDuration(jitter);
  const timing =
    cron === undefined
      ? { everyMs: parseDuration(every ?? '') }
      : { cron, timeZone: row.timezone ?? timezone };
  return { target, module, timing, jitterMs };
}

function usualJitter(every: string | undefined): number {
  if (every === undefined) return 0;
  return Math.min(JITTER_MAX_MS, Math.floor(parseDuration(every) / JITTER_SHARE));
}

export function readWindow(window: WindowDescription, timezone: string): MaintenanceWindow {
  const { reason, from, to, cron, duration, targets, probes = 'pause' } = window;
  const at =
    cron === undefined
      ? { fromMs: Date.parse(from ?? ''), toMs: Date.parse(to ?? '') }
      : {
          ...{ cron, timeZone: window.timezone ?? timezone },
          durationMs: parseDuration(duration ?? ''),
        };
  return { at, ...(targets && { targets }), reason, probes };
}
