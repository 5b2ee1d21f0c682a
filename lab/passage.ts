/**
 * Letting lab time pass in slices, so that a stop is heard and progress can be shown on the way.
 */
import type { DrivenClock } from '../runtime/ports.ts';

/** Real time in live mode: the clock's own timers do the work. */
const WAIT_SLICE_MS = 250;
const ADVANCE_SLICE_MS = 10_000;

export function waitFor(
  clock: DrivenClock,
  durationMs: number,
  stop: AbortSignal | undefined,
): Promise<void> {
  return pass(clock, durationMs, WAIT_SLICE_MS, stop, (untilMs) =>
    clock.drive(clock.sleep(untilMs - clock.nowMs())),
  );
}

export function advanceBy(
  clock: DrivenClock,
  durationMs: number,
  stop: AbortSignal | undefined,
): Promise<void> {
  return pass(clock, durationMs, ADVANCE_SLICE_MS, stop, (untilMs) => clock.advanceTo(untilMs));
}

async function pass(
  clock: DrivenClock,
  durationMs: number,
  sliceMs: number,
  stop: AbortSignal | undefined,
  step: (untilMs: number) => Promise<void>,
): Promise<void> {
  const endMs = clock.nowMs() + durationMs;
  while (!stop?.aborted && clock.nowMs() < endMs) {
    await step(Math.min(endMs, clock.nowMs() + sliceMs));
  }
}
