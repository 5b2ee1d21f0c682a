/**
 * First tries as they arrive, and second ones of people whose first timed out, in order of time.
 * All wait equally long before they try again, so whoever timed out first is back first.
 */
import type { Arrivals } from './arrivals.ts';

export interface Tries {
  /** The time of the next one; Infinity after the last. */
  next(): number;
  /** Whoever made the last one is back at this time. A second try is the last. */
  again(atMs: number): void;
  madeAgain(): number;
}

const ROOM = 1_024;

export function createTries(arrive: Arrivals): Tries {
  let waiting = new Float64Array(ROOM);
  let [head, tail] = [0, 0];
  let arrivesMs = arrive();
  let isAgain = false;

  function makeRoom(): void {
    const rest = waiting.subarray(head, tail);
    const larger = new Float64Array(Math.max(ROOM, rest.length * 2));
    larger.set(rest);
    [waiting, head, tail] = [larger, 0, rest.length];
  }

  let made = 0;
  return {
    next() {
      const backMs = head < tail ? (waiting[head] ?? 0) : Number.POSITIVE_INFINITY;
      isAgain = backMs < arrivesMs;
      if (isAgain) {
        head += 1;
        made += 1;
        return backMs;
      }
      const atMs = arrivesMs;
      if (atMs !== Number.POSITIVE_INFINITY) arrivesMs = arrive();
      return atMs;
    },
    again(atMs) {
      if (isAgain) return;
      if (tail === waiting.length) makeRoom();
      waiting[tail] = atMs;
      tail += 1;
    },
    madeAgain: () => made,
  };
}
