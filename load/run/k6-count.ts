/**
 * What k6's rows come to: the same seconds, latencies and thresholds as our own engine's. What was
 * due comes from the profile itself; k6 tells only what it began and what it dropped.
 */
import { arrivalsOf, endOf, intendedBySecond, isOpen } from '../generator/arrivals.ts';
import { createMetrics, type Metrics } from '../generator/metrics.ts';
import { createTally } from '../generator/tally.ts';
import { metricOf } from '../generator/threshold.ts';
import type { EngineRun, LoadSecond } from '../load-result.ts';
import type { LoadOptions } from '../load-test.ts';
import type { K6Row } from './k6-rows.ts';

const COUNTED = ['sign_ins', 'sign_in_duration', 'dropped_iterations', 'vus'];

export interface K6Count {
  /** Names of the metrics whose rows it has to see. */
  readonly wanted: ReadonlySet<string>;
  add(row: K6Row): void;
  /** Machine time at which the profile began; undefined until the first sign-in has ended. */
  startMs(): number | undefined;
  /** Closes the seconds that ended by then. */
  closeUntil(machineMs: number): readonly LoadSecond[];
  finish(isWhole: boolean): Counted;
}

export type Counted = Pick<
  EngineRun,
  'durationMs' | 'seconds' | 'latency' | 'results' | 'failed' | 'thresholds'
> & { underWayMax: number; dropped: number };

export function createK6Count(options: LoadOptions): K6Count {
  return new RowCount(options);
}

class RowCount implements K6Count {
  readonly wanted: ReadonlySet<string>;
  readonly #options: LoadOptions;
  readonly #tally = createTally();
  readonly #metrics: Metrics;
  readonly #intended: readonly number[];
  readonly #firstMs: number | undefined;
  /** Of before the start was known. */
  #early: K6Row[] = [];
  #startMs: number | undefined;
  #lastMs = 0;
  #underWayMax = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.wanted = new Set([...COUNTED, ...Object.keys(options.thresholds).map(metricOf)]);
    this.#metrics = createMetrics(options, () => this.#elapsedMs() / 1000);
    this.#intended = intendedBySecond(options);
    this.#firstMs = firstArrivalMs(options);
  }

  add(row: K6Row): void {
    const { metric, atMs, value, tags } = row;
    if (metric === 'vus') this.#underWayMax = Math.max(this.#underWayMax, value);
    else this.#lastMs = Math.max(this.#lastMs, atMs);
    this.#metrics.add(metric, value, tags);
    this.#early.push(row);
    if (this.#startMs === undefined && metric === 'sign_in_duration') {
      this.#startMs = atMs - value - (this.#firstMs ?? 0);
    }
    if (this.#startMs === undefined) return;
    for (const early of this.#early.splice(0)) this.#place(early, this.#startMs);
  }

  startMs(): number | undefined {
    return this.#startMs;
  }

  closeUntil(machineMs: number): readonly LoadSecond[] {
    const seconds: LoadSecond[] = [];
    const ended = this.#startMs === undefined ? 0 : Math.floor((machineMs - this.#startMs) / 1000);
    while (this.#tally.seconds().length < ended) seconds.push(this.#close());
    return seconds;
  }

  finish(isWhole: boolean): Counted {
    const durationMs = Math.max(this.#elapsedMs(), isWhole ? endOf(this.#options) : 0);
    const seconds = this.#tally.seconds();
    while (seconds.length * 1000 < durationMs || this.#tally.isOpen) this.#close();
    this.#seeUndropped(seconds);
    return {
      ...{ durationMs, seconds, ...this.#tally.totals() },
      ...{ thresholds: this.#metrics.outcomes(), underWayMax: this.#underWayMax },
      dropped: this.#tally.droppedTotal,
    };
  }

  #elapsedMs(): number {
    return this.#startMs === undefined ? 0 : this.#lastMs - this.#startMs;
  }

  #place({ metric, atMs, value, tags }: K6Row, startMs: number): void {
    const elapsedMs = Math.max(0, atMs - startMs);
    if (metric === 'sign_ins') this.#complete(elapsedMs, tags);
    if (metric === 'sign_in_duration') this.#tally.latency(elapsedMs, value);
    if (metric === 'dropped_iterations') this.#tally.dropped(elapsedMs, value);
    if (metric === 'sign_ins' && this.#firstMs === undefined) this.#tally.intended(elapsedMs);
  }

  /** A script that does not say whether it failed asked for no refusals. */
  #complete(elapsedMs: number, { result = '0', failed }: K6Row['tags']): void {
    this.#tally.completed(
      elapsedMs,
      result,
      failed === undefined ? result !== '0' : failed === 'true',
    );
  }

  #close(): LoadSecond {
    const second = this.#tally.seconds().length;
    this.#tally.intended(second * 1000, this.#intended[second] ?? 0);
    return this.#tally.close(second * 1000);
  }

  /** None dropped is something seen, not nothing. */
  #seeUndropped(seconds: readonly LoadSecond[]): void {
    for (const { intended, dropped } of seconds) {
      for (let begun = dropped; begun < intended; begun += 1) {
        this.#metrics.add('dropped_iterations', 0, {});
      }
    }
  }
}

/** After the start of the test. Undefined without an open profile: what began was intended. */
function firstArrivalMs({ scenarios }: LoadOptions): number | undefined {
  const firsts = Object.values(scenarios).flatMap((scenario) => {
    const first = isOpen(scenario) ? arrivalsOf(scenario).next() : undefined;
    return first === undefined || first.done ? [] : [first.value];
  });
  return firsts.length === 0 ? undefined : Math.min(...firsts);
}
