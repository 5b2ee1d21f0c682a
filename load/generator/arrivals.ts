/**
 * When iterations are due, in k6's way: evenly spaced, from the rate alone, whether or not earlier
 * ones have ended. Times are milliseconds after the start of the test.
 */
import type { ConstantRate, LoadOptions, LoadScenario, RampingRate } from '../load-test.ts';
import { parseTime } from './parse-time.ts';

export type OpenScenario = ConstantRate | RampingRate;

export function isOpen(scenario: LoadScenario): scenario is OpenScenario {
  return scenario.executor.endsWith('-arrival-rate');
}

export function startOf({ startTime }: { startTime?: string | undefined }): number {
  return startTime === undefined ? 0 : parseTime(startTime, 'startTime');
}

/** How long iterations may begin, after its start. A deed makes no test longer. */
export function lengthOf(scenario: LoadScenario): number {
  if (!isOpen(scenario)) return 0;
  if (scenario.executor === 'constant-arrival-rate') {
    return parseTime(scenario.duration, 'duration');
  }
  return scenario.stages.reduce((sum, { duration }) => sum + parseTime(duration, 'duration'), 0);
}

/** So many of its iterations may be under way at once. */
export function placesOf({ maxVUs, preAllocatedVUs }: OpenScenario): number {
  return maxVUs ?? preAllocatedVUs;
}

/** Of all scenarios together. */
export function underWayLimitOf({ scenarios }: LoadOptions): number {
  const open = Object.values(scenarios).filter(isOpen);
  return open.reduce((sum, scenario) => sum + placesOf(scenario), 0);
}

/** When the last iteration may begin, after the start of the test. */
export function endOf({ scenarios }: LoadOptions): number {
  return Math.max(0, ...Object.values(scenarios).map((one) => startOf(one) + lengthOf(one)));
}

export function* arrivalsOf(scenario: OpenScenario): Generator<number, void> {
  const startMs = startOf(scenario);
  const unitMs = parseTime(scenario.timeUnit ?? '1s', 'timeUnit');
  if (scenario.executor === 'constant-arrival-rate') {
    yield* constantArrivals(startMs, scenario.rate / unitMs, lengthOf(scenario));
    return;
  }
  let stageMs = startMs;
  let from = scenario.startRate / unitMs;
  let done = 0;
  for (const { target, duration } of scenario.stages) {
    const lengthMs = parseTime(duration, 'duration');
    const to = target / unitMs;
    done = yield* rampedArrivals({ stageMs, lengthMs, from, to, done });
    stageMs += lengthMs;
    from = to;
  }
}

/** The first at once, as k6 does. */
function* constantArrivals(startMs: number, perMs: number, lengthMs: number): Generator<number> {
  const count = Math.round(perMs * lengthMs);
  for (let at = 0; at < count; at += 1) yield startMs + at / perMs;
}

interface Stage {
  stageMs: number;
  lengthMs: number;
  /** Iterations per millisecond. */
  from: number;
  to: number;
  /** What the stages before have left over of an iteration, 0 to 1. */
  done: number;
}

/** Each when the area under the rate reaches the next whole number. Returns what is left over. */
function* rampedArrivals(stage: Stage): Generator<number, number> {
  const { stageMs, lengthMs, from, to, done } = stage;
  const area = ((from + to) / 2) * lengthMs;
  const growth = lengthMs === 0 ? 0 : (to - from) / lengthMs;
  let next = 1 - done;
  for (; next <= area + 1e-9; next += 1) yield stageMs + whenReached(next, from, growth);
  return area - (next - 1);
}

/** Solves `from · t + growth · t² / 2 = area` in the form that stays exact for small growth. */
function whenReached(area: number, from: number, growth: number): number {
  const root = Math.sqrt(Math.max(0, from * from + 2 * growth * area));
  return (2 * area) / (from + root);
}

/** How many iterations are due in each second of the test. */
export function intendedBySecond({ scenarios }: LoadOptions): readonly number[] {
  const counts: number[] = [];
  for (const scenario of Object.values(scenarios)) {
    if (!isOpen(scenario)) continue;
    for (const atMs of arrivalsOf(scenario)) {
      const second = Math.floor(atMs / 1000);
      while (counts.length <= second) counts.push(0);
      counts[second] = (counts[second] ?? 0) + 1;
    }
  }
  return counts;
}
