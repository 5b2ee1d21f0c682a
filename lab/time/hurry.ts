/**
 * Waiting for work that may run into time-outs of the lab. On real time these would be waited for
 * as long as people do; whoever rehearses moves the clock on instead.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../lab.ts';

/**
 * Real time. What waits for nothing has ended by the first of them, and is not touched: on a busy
 * machine a leap would make what takes long look longer.
 */
const PATIENCE_MS = { first: 3_000, later: 500 };
const STEP_MS = 2_500;

export async function hurry<T>(
  lab: Pick<Lab, 'mode' | 'drive' | 'advance'>,
  work: Promise<T>,
): Promise<T> {
  const driven = lab.drive(work);
  if (lab.mode === 'virtual') return driven;
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  const ended = driven.then(over, over);
  let patienceMs = PATIENCE_MS.first;
  for (;;) {
    await Promise.race([ended, sleep(patienceMs, undefined, { ref: false })]);
    if (isOver) return driven;
    await lab.advance(STEP_MS);
    patienceMs = PATIENCE_MS.later;
  }
}
