/**
 * The open-model generator: iterations begin when they are due, whether or not earlier ones have
 * ended, and their latency counts from when they were due. Pure on its ports: the same in virtual
 * time and, in a process of its own, on real sockets.
 */
import type { LoadSecond } from '../load-result.ts';
import type { Deed, LoadOptions, Once } from '../load-test.ts';
import { isFailure } from '../sign-in-result.ts';
import {
  arrivalsOf,
  endOf,
  isOpen,
  lengthOf,
  type OpenScenario,
  placesOf,
  startOf,
  underWayLimitOf,
} from './arrivals.ts';
import { createHistogram } from './histogram.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createTally, type Tally } from './tally.ts';

/** Milliseconds, with fractions where there are any. */
export interface Beat {
  nowMs(): number;
  at(dueMs: number, run: () => void): Disposable;
}

/** What an iteration came to: `0`, an AADSTS code, `network:<failure>`; of a deed anything. */
export type Act = () => Promise<string>;

export interface GenerateOptions {
  options: LoadOptions;
  beat: Beat;
  acts: Readonly<Record<Deed, Act>>;
  progress(second: LoadSecond, endsAtMs: number): void;
  stop: AbortSignal;
}

export interface Generated {
  tally: Tally;
  metrics: Metrics;
  durationMs: number;
  underWayMax: number;
  underWayLimit: number;
  behindP99: number;
}

/**
 * Lab time in milliseconds since 1970 leaves a number only so many digits after the point: without
 * this a timer rings just before its arrival, at the same millisecond for ever.
 */
const DUE_WITHIN_MS = 1e-3;

/** k6's `gracefulStop`: what is not answered by then counts as never answered. */
const GRACE_MS = 30_000;

export function generate(options: GenerateOptions): Promise<Generated> {
  return new Run(options).start();
}

class Run {
  readonly #given: GenerateOptions;
  readonly #beat: Beat;
  readonly #startMs: number;
  readonly #endsAtMs: number;
  readonly #tally = createTally();
  readonly #metrics: Metrics;
  readonly #behind = createHistogram();
  readonly #ended = Promise.withResolvers<Generated>();
  #timers: Disposable[] = [];
  /** Scenarios that may still begin something. */
  #beginning = 0;
  #underWay = 0;
  #underWayMax = 0;
  #isOver = false;

  constructor(given: GenerateOptions) {
    this.#given = given;
    this.#beat = given.beat;
    this.#startMs = given.beat.nowMs();
    this.#endsAtMs = endOf(given.options);
    this.#metrics = createMetrics(given.options, () => this.#elapsedMs() / 1000);
  }

  start(): Promise<Generated> {
    const { options, stop } = this.#given;
    const scenarios = Object.entries(options.scenarios);
    this.#beginning = scenarios.length;
    this.#tick(0);
    for (const [name, scenario] of scenarios) {
      if (isOpen(scenario)) this.#startArrivals(name, scenario);
      else this.#startDeed(name, scenario);
    }
    stop.addEventListener('abort', () => this.#end(), { once: true });
    if (stop.aborted) this.#end();
    return this.#ended.promise;
  }

  #elapsedMs(): number {
    return this.#beat.nowMs() - this.#startMs;
  }

  /** Tells the second that begins at `atMs` when it is over. */
  #tick(atMs: number): void {
    this.#timers[0] = this.#beat.at(this.#startMs + atMs + 1000, () => {
      this.#tell(atMs);
      this.#tick(atMs + 1000);
    });
  }

  #tell(atMs: number): void {
    this.#given.progress(this.#tally.close(atMs), this.#endsAtMs);
  }

  /** Begins all that is due, then waits for the next; a late beat begins several at once. */
  #startArrivals(name: string, scenario: OpenScenario): void {
    const arrivals = arrivalsOf(scenario);
    const room = createRoom(placesOf(scenario));
    const endsMs = startOf(scenario) + lengthOf(scenario);
    let next = arrivals.next();
    const wake = () => {
      const dueByMs = this.#elapsedMs() + DUE_WITHIN_MS;
      for (; !this.#isOver && !next.done && next.value <= dueByMs; next = arrivals.next()) {
        this.#arrive({ name, deed: scenario.exec, dueMs: next.value }, room);
      }
      if (this.#isOver) return;
      if (next.done) this.#beat.at(this.#startMs + endsMs, () => this.#beganAll());
      // Virtual time knows whole milliseconds only.
      else this.#beat.at(Math.ceil(this.#startMs + next.value), wake);
    };
    wake();
  }

  #arrive(iteration: Iteration, room: Room): void {
    const isDropped = !room.enter();
    this.#tally.intended(iteration.dueMs);
    // None dropped is something seen, not nothing.
    this.#metrics.add('dropped_iterations', isDropped ? 1 : 0, { scenario: iteration.name });
    if (isDropped) this.#tally.dropped(iteration.dueMs);
    else this.#begin(iteration, room);
  }

  #begin(iteration: Iteration, room: Room): void {
    const { deed, dueMs } = iteration;
    this.#underWay += 1;
    this.#underWayMax = Math.max(this.#underWayMax, this.#underWay);
    this.#behind.record(Math.max(0, this.#elapsedMs() - dueMs));
    const settle = (result: string) => {
      this.#underWay -= 1;
      room.leave();
      if (this.#isOver) return;
      this.#count(iteration, result);
      this.#endIfDone();
    };
    this.#given.acts[deed]().then(settle, this.#ended.reject);
  }

  /** One after the other, beside the load. */
  #startDeed(name: string, { executor, iterations, vus, exec, startTime }: Once): void {
    const times = iterations * (executor === 'per-vu-iterations' ? vus : 1);
    const act = this.#given.acts[exec];
    const repeat = async () => {
      for (let done = 0; done < times && !this.#isOver; done += 1) {
        this.#metrics.add('iterations', 1, { scenario: name, result: await act() });
      }
      this.#beganAll();
    };
    this.#beat.at(this.#startMs + startOf({ startTime }), () => {
      repeat().catch(this.#ended.reject);
    });
  }

  #count({ name, deed, dueMs }: Iteration, result: string): void {
    const nowMs = this.#elapsedMs();
    const latencyMs = nowMs - dueMs;
    const tags = { scenario: name, result };
    const isFailed = isFailure(deed, result);
    this.#tally.completed(nowMs, result, isFailed);
    this.#tally.latency(nowMs, latencyMs);
    this.#metrics.add('iterations', 1, tags);
    this.#metrics.add('sign_ins', 1, tags);
    this.#metrics.add('sign_in_duration', latencyMs, tags);
    this.#metrics.add('sign_in_failed', isFailed ? 1 : 0, tags);
  }

  #beganAll(): void {
    this.#beginning -= 1;
    if (this.#beginning > 0 || this.#isOver) return;
    this.#timers.push(this.#beat.at(this.#beat.nowMs() + GRACE_MS, () => this.#end()));
    this.#endIfDone();
  }

  #endIfDone(): void {
    if (this.#beginning === 0 && this.#underWay === 0) this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const timer of this.#timers) timer[Symbol.dispose]();
    const durationMs = this.#elapsedMs();
    let at = this.#tally.seconds().length * 1000;
    for (; at < durationMs || this.#tally.isOpen; at += 1000) this.#tell(at);
    this.#ended.resolve({
      ...{ tally: this.#tally, metrics: this.#metrics, durationMs },
      ...{ underWayMax: this.#underWayMax, underWayLimit: underWayLimitOf(this.#given.options) },
      behindP99: this.#behind.percentile(99),
    });
  }
}

interface Iteration {
  name: string;
  deed: Deed;
  /** After the start of the test. */
  dueMs: number;
}

/** Of one scenario: k6's `maxVUs`. */
interface Room {
  enter(): boolean;
  leave(): void;
}

function createRoom(places: number): Room {
  let taken = 0;
  return {
    enter() {
      if (taken >= places) return false;
      taken += 1;
      return true;
    },
    leave() {
      taken -= 1;
    },
  };
}
