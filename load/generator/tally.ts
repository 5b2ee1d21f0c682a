/**
 * What an engine saw, second by second and all together. Both engines count here: our own from its
 * sign-ins, k6 from its samples, so that their figures mean the same.
 */
import type { EngineRun, LoadSecond } from '../load-result.ts';
import { createHistogram, type Histogram, latencyOf } from './histogram.ts';

export interface Tally {
  intended(atMs: number, count?: number): void;
  dropped(atMs: number, count?: number): void;
  /** `result`: `0`, an AADSTS code, `network:<failure>`. */
  completed(endedMs: number, result: string, isFailed: boolean): void;
  latency(endedMs: number, latencyMs: number): void;
  readonly droppedTotal: number;
  /** Something counts in a second that was not told yet. */
  readonly isOpen: boolean;
  /** Of the second that begins at `atMs`. Its histogram is given up: ask once, in order. */
  close(atMs: number): LoadSecond;
  seconds(): readonly LoadSecond[];
  totals(): Pick<EngineRun, 'latency' | 'results' | 'failed'>;
}

/** Seconds that are open at once: those before are closed by then. */
interface OpenSecond {
  intended: number;
  dropped: number;
  completed: number;
  failed: number;
  failures: Record<string, number>;
  histogram?: Histogram;
}

export function createTally(): Tally {
  return new SecondsTally();
}

class SecondsTally implements Tally {
  readonly #all = createHistogram();
  readonly #open = new Map<number, OpenSecond>();
  readonly #closed: LoadSecond[] = [];
  readonly #results: Record<string, number> = {};
  #failed = 0;
  /** Of closed seconds, for the next ones. */
  readonly #spare: Histogram[] = [];
  droppedTotal = 0;

  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  intended(atMs: number, count = 1): void {
    this.#secondOf(atMs).intended += count;
  }

  dropped(atMs: number, count = 1): void {
    this.#secondOf(atMs).dropped += count;
    this.droppedTotal += count;
  }

  completed(endedMs: number, result: string, isFailed: boolean): void {
    const second = this.#secondOf(endedMs);
    second.completed += 1;
    this.#results[result] = (this.#results[result] ?? 0) + 1;
    if (!isFailed) return;
    this.#failed += 1;
    second.failed += 1;
    second.failures[result] = (second.failures[result] ?? 0) + 1;
  }

  latency(endedMs: number, latencyMs: number): void {
    const second = this.#secondOf(endedMs);
    second.histogram ??= this.#spare.pop() ?? createHistogram();
    second.histogram.record(latencyMs);
    this.#all.record(latencyMs);
  }

  close(atMs: number): LoadSecond {
    const { histogram, failures, ...counted } = this.#secondOf(atMs);
    this.#open.delete(Math.floor(atMs / 1000));
    const told: LoadSecond = {
      ...{ atMs, ...counted },
      ...(counted.failed > 0 && { failures }),
      ...(histogram && percentilesOf(histogram)),
    };
    this.#closed.push(told);
    histogram?.reset();
    if (histogram) this.#spare.push(histogram);
    return told;
  }

  seconds(): readonly LoadSecond[] {
    return this.#closed;
  }

  totals(): Pick<EngineRun, 'latency' | 'results' | 'failed'> {
    const results = { ...this.#results };
    return { latency: latencyOf(this.#all), results, failed: this.#failed };
  }

  #secondOf(atMs: number): OpenSecond {
    // What comes for a second that was told already counts in the first one that was not.
    const second = Math.max(Math.floor(atMs / 1000), this.#closed.length);
    const found = this.#open.get(second);
    if (found) return found;
    const fresh = { intended: 0, dropped: 0, completed: 0, failed: 0, failures: {} };
    this.#open.set(second, fresh);
    return fresh;
  }
}

function percentilesOf({ percentile }: Histogram) {
  return { p50: percentile(50), p95: percentile(95), p99: percentile(99) };
}
