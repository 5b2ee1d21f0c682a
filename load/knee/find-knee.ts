/**
 * Where a run stopped being carried. The knee is what was answered well while more was asked for,
 * not the rate at which latencies grew: a queue takes its time to show, and by then a ramp has gone
 * on.
 */
import type { Knee, LoadSecond } from '../load-result.ts';

/** Long enough that chance evens out, short enough that a ramp does not. */
const WINDOW_S = 3;

/** So many seconds' worth of answers were owed at the end: what merely takes its time is less. */
const OWED_S = 0.25;
/** Fewer are some that were under way, not a queue. */
const OWED_MIN = 10;

/** Undefined: the run ended before anything gave way, or it was too short to tell. */
export function findKnee(seconds: readonly LoadSecond[]): Knee | undefined {
  const good = seconds.map(({ completed, failed }) => completed - failed);
  let best: Knee | undefined;
  for (let at = 0; at + WINDOW_S <= good.length; at++) {
    const perSecond = sum(good.slice(at, at + WINDOW_S)) / WINDOW_S;
    if (!best || perSecond > best.perSecond) best = { perSecond, atMs: seconds[at]?.atMs ?? 0 };
  }
  if (!best) return undefined;
  const queue = Math.max(OWED_MIN, OWED_S * best.perSecond);
  return owedAfter(best, seconds) > queue ? best : undefined;
}

/** Asked for and not answered well, from there to the last second in which much was asked for. */
function owedAfter({ atMs: fromMs, perSecond }: Knee, seconds: readonly LoadSecond[]): number {
  const end = 1 + seconds.findLastIndex(({ intended }) => intended > perSecond / 2);
  const counted = seconds.slice(0, end).filter(({ atMs }) => atMs >= fromMs);
  return sum(counted.map(({ intended, completed, failed }) => intended - completed + failed));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
