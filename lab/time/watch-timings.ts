/**
 * Notes which timings a run reads, so that a report can name the numbers it rested on and leave out
 * those that played no part. Whoever lists all of them, as reports do, has to ask before.
 */
import type { TimingName, Timings } from '../../protocol/timings.ts';

export interface WatchedTimings {
  timings: Timings;
  /** Up to now. */
  used(): ReadonlySet<TimingName>;
}

export function watchTimings(timings: Timings): WatchedTimings {
  const read = new Set<string | symbol>();
  const watched = new Proxy(timings, {
    get(target, name) {
      read.add(name);
      return Reflect.get(target, name);
    },
  });
  const names = Object.keys(timings) as TimingName[];
  return { timings: watched, used: () => new Set(names.filter((name) => read.has(name))) };
}

/** A copy of watched timings, to hand on: that alone uses none of them. */
export function untouched(timings: Timings): Timings {
  const values = Object.entries(Object.getOwnPropertyDescriptors(timings));
  return Object.fromEntries(values.map(([name, { value }]) => [name, value])) as unknown as Timings;
}
