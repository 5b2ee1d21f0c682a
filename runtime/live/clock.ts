/**
 * Live time: the machine's monotonic clock plus an offset, so that a stepped system clock changes
 * nothing. While it is being advanced, lab time stands still between due timers, and only the
 * advance runs timers: however long the real work of a step takes on a slow machine, no lab
 * time-out comes of it.
 */
import type { DrivenClock } from '../ports.ts';
import { createTimerHeap } from '../timer-heap.ts';

export interface LiveClock extends DrivenClock {
  /** Lab time with fractions, for durations; `nowMs` is whole. */
  preciseMs(): number;
  /** Disarms for good: what still waits never runs, and nothing keeps the process alive. */
  stop(): void;
  /** A clock in the background keeps the process alive until this is disposed. */
  hold(): Disposable;
}

export interface LiveClockOptions {
  /** Resolves when everything that was started has settled, see `activity.ts`. */
  quiet: () => Promise<void>;
  /** Default: the machine's time. */
  startMs?: number;
  /** Its timers alone do not keep the process alive. Default false. */
  background?: boolean;
}

/** The longest delay `setTimeout` takes; it runs longer ones at once. */
const DELAY_MS_MAX = 2 ** 31 - 1;

export function createLiveClock(options: LiveClockOptions): LiveClock {
  return new SteppableClock(options);
}

class SteppableClock implements LiveClock {
  readonly #quiet: () => Promise<void>;
  readonly #heap = createTimerHeap();
  #offsetMs: number;
  #steppingAtMs: number | undefined;
  #alarm: { dueMs: number; timer: NodeJS.Timeout } | undefined;
  #stopped = false;
  #lastAdvance: Promise<void> = Promise.resolve();

  /** How many want the process to live for this clock; a clock in the foreground is one itself. */
  #holds: number;

  constructor({ quiet, startMs = Date.now(), background = false }: LiveClockOptions) {
    this.#quiet = quiet;
    this.#offsetMs = startMs - performance.now();
    this.#holds = background ? 0 : 1;
  }

  hold(): Disposable {
    this.#holds += 1;
    this.#alarm?.timer.ref();
    return {
      [Symbol.dispose]: () => {
        this.#holds -= 1;
        if (this.#holds === 0) this.#alarm?.timer.unref();
      },
    };
  }

  preciseMs(): number {
    return this.#steppingAtMs ?? performance.now() + this.#offsetMs;
  }

  nowMs(): number {
    return Math.floor(this.preciseMs());
  }

  sleep(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(this.nowMs() + durationMs, resolve);
    });
  }

  /** Live time passes by itself. */
  drive<T>(work: Promise<T>): Promise<T> {
    return work;
  }

  at(dueMs: number, run: () => void): Disposable {
    const entry = this.#heap.add(Math.max(dueMs, this.nowMs()), run);
    this.#arm();
    return entry;
  }

  /** One advance at a time; a second one waits for the first, whether or not that one failed. */
  advanceTo(toMs: number): Promise<void> {
    const mine = this.#lastAdvance.then(() => this.#advance(toMs));
    this.#lastAdvance = mine.catch(() => {});
    return mine;
  }

  stop(): void {
    this.#stopped = true;
    this.#disarm();
  }

  async #advance(toMs: number): Promise<void> {
    this.#disarm();
    let atMs = this.preciseMs();
    this.#steppingAtMs = atMs;
    try {
      await this.#quiet();
      for (let dueMs = this.#nextBy(toMs); dueMs !== undefined; dueMs = this.#nextBy(toMs)) {
        atMs = Math.max(atMs, dueMs);
        this.#steppingAtMs = atMs;
        this.#heap.pop()?.run();
        await this.#quiet();
      }
      atMs = Math.max(atMs, toMs);
    } finally {
      this.#offsetMs = atMs - performance.now();
      this.#steppingAtMs = undefined;
      this.#arm();
    }
  }

  /** When the next timer is due, if that is not after `untilMs`. */
  #nextBy(untilMs: number): number | undefined {
    const dueMs = this.#heap.nextDueMs();
    return this.#stopped || dueMs === undefined || dueMs > untilMs ? undefined : dueMs;
  }

  /**
   * The real timer is unref'd in the background only: a lab that waits for its clock is not
   * finished.
   */
  #arm(): void {
    const dueMs = this.#heap.nextDueMs();
    if (this.#stopped || this.#steppingAtMs !== undefined || dueMs === undefined) return;
    if (this.#alarm && this.#alarm.dueMs <= dueMs) return;
    this.#disarm();
    const delayMs = Math.min(Math.max(dueMs - this.preciseMs(), 0), DELAY_MS_MAX);
    this.#alarm = { dueMs, timer: setTimeout(() => this.#ring(), delayMs) };
    if (this.#holds === 0) this.#alarm.timer.unref();
  }

  #disarm(): void {
    clearTimeout(this.#alarm?.timer);
    this.#alarm = undefined;
  }

  #ring(): void {
    this.#alarm = undefined;
    const untilMs = this.nowMs();
    while (this.#nextBy(untilMs) !== undefined) this.#heap.pop()?.run();
    this.#arm();
  }
}
