/**
 * Virtual time: one heap ordered by (due, sequence). An event is popped and run, what it started
 * settles until no promise reaction is left, then the next is popped. That order, and nothing else,
 * is what makes a run repeatable: component code that awaits anything but the ports breaks it (see
 * `guard.ts`).
 */
import { strict as assert } from 'node:assert';
import type { DrivenClock } from '../ports.ts';
import { createTimerHeap } from '../timer-heap.ts';

/** Lab time that driven work may take. Every call in the lab has a time-out far below this. */
const DRIVE_MS_MAX = 3_600_000;

/** How often the event loop gets a turn, so that Ctrl-C and progress come through. */
const EVENTS_PER_TURN = 256;

export function createVirtualClock(startMs: number): DrivenClock {
  const heap = createTimerHeap();
  let nowMs = startMs;
  let lastTurn: Promise<unknown> = Promise.resolve();

  /** One at a time: a second advance or drive waits until the first has come to rest. */
  function takeTurn<T>(run: () => Promise<T>): Promise<T> {
    const mine = lastTurn.then(run);
    lastTurn = mine.catch(() => {});
    return mine;
  }

  /** Runs events that are due up to `untilMs` for as long as `wanted` says so. */
  async function runDue(untilMs: number, wanted: () => boolean): Promise<void> {
    await settle();
    const isDue = () => (heap.nextDueMs() ?? Number.POSITIVE_INFINITY) <= untilMs;
    for (let events = 1; wanted() && isDue(); events += 1) {
      const next = heap.pop();
      nowMs = Math.max(nowMs, next?.dueMs ?? nowMs);
      next?.run();
      await (events % EVENTS_PER_TURN === 0 ? settle() : drain());
    }
  }

  const clock: DrivenClock = {
    nowMs: () => nowMs,
    sleep: (durationMs) =>
      new Promise((resolve) => {
        clock.at(nowMs + durationMs, resolve);
      }),
    at: (dueMs, run) => heap.add(Math.max(dueMs, nowMs), run),
    advanceTo: (toMs) =>
      takeTurn(async () => {
        await runDue(toMs, () => true);
        nowMs = Math.max(nowMs, toMs);
      }),
    drive: (work) =>
      takeTurn(async () => {
        let pending = true;
        const done = () => {
          pending = false;
        };
        work.then(done, done);
        await runDue(nowMs + DRIVE_MS_MAX, () => pending);
        assert(!pending, 'driven work waits for something that is not on the virtual clock');
        return work;
      }),
  };
  return clock;
}

let settling = false;

/** True while the clock asks for a turn of the event loop: the one resource that it may use. */
export function isSettling(): boolean {
  return settling;
}

/** Promise reactions run before the next turn, however many there are, so one turn is enough. */
export function settle(): Promise<void> {
  return turnBy(setImmediate);
}

/**
 * The same without a turn of the event loop, which takes three times as long as most events: a tick
 * that is asked for by a promise reaction runs after the last reaction. Nothing but promises
 * settles.
 */
function drain(): Promise<void> {
  return turnBy(process.nextTick);
}

function turnBy(later: (run: () => void) => void): Promise<void> {
  settling = true;
  const turn = new Promise<void>((resolve) => later(resolve));
  settling = false;
  return turn;
}
