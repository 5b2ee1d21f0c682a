/** The timers of one process, by name: setting one again moves it. */
import type { Clock } from '../runtime/ports.ts';
import type { TimerName } from './state.ts';

export interface Timers {
  set(name: TimerName, dueMs: number): void;
  /** The next time that it is set, it is not. */
  skip(name: TimerName): void;
  cancelAll(): void;
}

export function createTimers(clock: Clock, due: (name: TimerName) => void): Timers {
  const timers = new Map<TimerName, Disposable>();
  const skipped = new Set<TimerName>();
  return {
    set(name, dueMs) {
      if (skipped.delete(name)) return;
      timers.get(name)?.[Symbol.dispose]();
      timers.set(
        name,
        clock.at(dueMs, () => due(name)),
      );
    },
    skip: (name) => void skipped.add(name),
    cancelAll() {
      for (const timer of timers.values()) timer[Symbol.dispose]();
      timers.clear();
    },
  };
}
