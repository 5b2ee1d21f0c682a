/**
 * Letting lab time pass in slices, so that a stop is heard and progress can be shown on the way.
 */
import type { DrivenClock } from '../../runtime/ports.ts';
import type { Followers } from './followers.ts';

/** Real time in live mode: the clock's own timers do the work. */
const WAIT_SLICE_MS = 250;
const ADVANCE_SLICE_MS = 10_000;
/** Well below the interval of keep-alives: nobody is silent for two of them by being behind. */
const SHARED_SLICE_MS = 2_500;

export function waitFor(
  clock: Pick<DrivenClock, 'nowMs' | 'sleep' | 'drive'>,
  durationMs: number,
  stop: AbortSignal | undefined,
): Promise<void> {
  return pass(
    clock,
    durationMs,
    () => WAIT_SLICE_MS,
    stop,
    (untilMs) => clock.drive(clock.sleep(untilMs - clock.nowMs())),
  );
}

/** Whoever follows the clock from outside comes along before the next slice. */
export function advanceBy(
  clock: DrivenClock,
  durationMs: number,
  stop: AbortSignal | undefined,
  followers: Pick<Followers, 'isAnybody' | 'bring'>,
): Promise<void> {
  const sliceMs = () => (followers.isAnybody() ? SHARED_SLICE_MS : ADVANCE_SLICE_MS);
  return pass(clock, durationMs, sliceMs, stop, async (untilMs) => {
    await clock.advanceTo(untilMs);
    await followers.bring(untilMs);
  });
}

async function pass(
  clock: Pick<DrivenClock, 'nowMs'>,
  durationMs: number,
  sliceMs: () => number,
  stop: AbortSignal | undefined,
  step: (untilMs: number) => Promise<void>,
): Promise<void> {
  const endMs = clock.nowMs() + durationMs;
  while (!stop?.aborted && clock.nowMs() < endMs) {
    await step(Math.min(endMs, clock.nowMs() + sliceMs()));
  }
}
