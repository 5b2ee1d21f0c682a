/** Availability from hours that history has counted already: nothing here reads single runs. */
import type { HourOfRuns } from '../../probes/live/history/roll-up.ts';
import { DAY_MS, HOUR_MS } from '../../protocol/time-units.ts';
import type { Availability, Cell, LatencyHour } from './status-model.ts';

export const DAYS = 30;
export const HOURS = 24;

type Counts = Pick<HourOfRuns, 'passed' | 'failed' | 'inconclusive'>;

export function availabilityOf(hours: readonly Counts[]): Availability {
  let [passed, failed, inconclusive] = [0, 0, 0];
  for (const hour of hours) {
    passed += hour.passed;
    failed += hour.failed;
    inconclusive += hour.inconclusive;
  }
  const told = passed + failed;
  return { share: told === 0 ? null : passed / told, passed, failed, inconclusive };
}

/** Since the beginning of the hour that was `count` − 1 hours before this one. */
export function lastHours(hours: readonly HourOfRuns[], nowMs: number, count: number) {
  const fromMs = floorTo(nowMs, HOUR_MS) - (count - 1) * HOUR_MS;
  return hours.filter(({ hourMs }) => hourMs >= fromMs && hourMs <= nowMs);
}

/** Days of UTC, today last. */
export function dayCells(hours: readonly HourOfRuns[], nowMs: number): readonly Cell[] {
  const firstMs = floorTo(nowMs, DAY_MS) - (DAYS - 1) * DAY_MS;
  const byDay = Array.from({ length: DAYS }, (): HourOfRuns[] => []);
  for (const hour of hours) byDay[Math.floor((hour.hourMs - firstMs) / DAY_MS)]?.push(hour);
  return byDay.map((own, at) => ({ fromMs: firstMs + at * DAY_MS, ...availabilityOf(own) }));
}

export function latencyHours(hours: readonly HourOfRuns[], nowMs: number): readonly LatencyHour[] {
  const firstMs = floorTo(nowMs, HOUR_MS) - (HOURS - 1) * HOUR_MS;
  const byHour = new Map(hours.map((hour) => [hour.hourMs, hour]));
  return Array.from({ length: HOURS }, (_, at) => {
    const fromMs = firstMs + at * HOUR_MS;
    const hour = byHour.get(fromMs);
    const none = hour === undefined || hour.passed === 0;
    return {
      fromMs,
      meanMs: none ? null : hour.tookMsSum / hour.passed,
      maxMs: none ? null : hour.tookMsMax,
      failed: hour?.failed ?? 0,
    };
  });
}

function floorTo(atMs: number, unitMs: number): number {
  return Math.floor(atMs / unitMs) * unitMs;
}
