/**
 * Moving a lab's clock step by step, so that an expectation is looked at on the way, progress shows
 * and Ctrl-C is heard. How often one looks decides nothing: a finding says itself since when it has
 * held.
 */
import type { Lab } from '../lab/lab.ts';
import type { Finding } from './judge.ts';

/** A deadline is divided into this many looks, none shorter than a second. */
const LOOKS = 120;
const LOOK_MS_MIN = 1_000;
/** Long advances are cut up, so that progress shows and Ctrl-C is heard. */
const ADVANCE_MS_MAX = 60_000;

/** Advances by small steps until the finding is decided, the time is up, or `stop`. */
export async function advanceUntil(
  lab: Lab,
  withinMs: number,
  judge: () => Finding,
  stop: AbortSignal,
  onTick: () => void,
): Promise<Finding> {
  const deadlineMs = lab.clock.nowMs() + withinMs;
  const lookMs = Math.max(LOOK_MS_MIN, withinMs / LOOKS);
  for (;;) {
    const finding = judge();
    const leftMs = deadlineMs - lab.clock.nowMs();
    if (finding.state !== 'pending' || leftMs <= 0 || stop.aborted) return finding;
    await lab.advance(Math.min(lookMs, leftMs), stop);
    onTick();
  }
}

export async function advanceBy(
  lab: Lab,
  durationMs: number,
  stop: AbortSignal,
  onTick: () => void,
): Promise<void> {
  for (let leftMs = durationMs; leftMs > 0 && !stop.aborted; leftMs -= ADVANCE_MS_MAX) {
    await lab.advance(Math.min(leftMs, ADVANCE_MS_MAX), stop);
    onTick();
  }
}
