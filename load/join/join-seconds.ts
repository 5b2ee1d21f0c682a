/**
 * Seconds of several parts added up by machine time. A second's percentiles become those of its
 * worst part: the figure shows an upper bound, as where a bar stands for several seconds.
 */
import { SECOND_MS } from '../../protocol/time-units.ts';
import type { LoadSecond } from '../load-result.ts';
import type { Part } from './part.ts';

/** Of the part whose start is known and earliest; parts without a start begin with it. */
export function firstStartMs(parts: readonly Part[]): number | undefined {
  const starts = parts.flatMap(({ startedMs }) => startedMs ?? []);
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/** Whole seconds, so that seconds fall on seconds. */
export function offsetMs({ startedMs }: Part, firstMs: number | undefined): number {
  if (startedMs === undefined || firstMs === undefined) return 0;
  return Math.round((startedMs - firstMs) / SECOND_MS) * SECOND_MS;
}

export function joinSeconds(parts: readonly Part[]): LoadSecond[] {
  const firstMs = firstStartMs(parts);
  const bySecond = new Map<number, LoadSecond>();
  for (const part of parts) {
    const offset = offsetMs(part, firstMs);
    for (const second of part.run.seconds) {
      const atMs = second.atMs + offset;
      const before = bySecond.get(atMs);
      bySecond.set(atMs, before ? addSecond(before, second) : { ...second, atMs });
    }
  }
  return [...bySecond.values()].toSorted((a, b) => a.atMs - b.atMs);
}

function addSecond(a: LoadSecond, b: LoadSecond): LoadSecond {
  const counts = addCounts([a.failures ?? {}, b.failures ?? {}]);
  return {
    ...{ atMs: a.atMs, intended: a.intended + b.intended, dropped: a.dropped + b.dropped },
    ...{ completed: a.completed + b.completed, failed: a.failed + b.failed },
    ...(Object.keys(counts).length > 0 && { failures: counts }),
    ...worst('p50', a, b),
    ...worst('p95', a, b),
    ...worst('p99', a, b),
  };
}

function worst(key: 'p50' | 'p95' | 'p99', a: LoadSecond, b: LoadSecond) {
  const values = [a[key], b[key]].flatMap((value) => value ?? []);
  return values.length === 0 ? {} : { [key]: Math.max(...values) };
}

export type Counts = Readonly<Record<string, number>>;

export function addCounts(all: readonly Counts[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const counts of all) {
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}
