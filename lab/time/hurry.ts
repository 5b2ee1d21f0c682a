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
  const ended = driven.then(
    () => true,
    () => true,
  );
  const endsWithin = (ms: number) => Promise.race([ended, sleep(ms, false, { ref: false })]);
  let isOver = await endsWithin(PATIENCE_MS.first);
  while (!isOver) {
    await lab.advance(STEP_MS);
    isOver = await endsWithin(PATIENCE_MS.later);
  }
  return driven;
}
