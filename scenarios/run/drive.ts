/**
 * Moving a lab's clock step by step, so that an expectation is looked at on the way, what is due in
 * the background is done on time, progress shows and Ctrl-C is heard. How often one looks decides
 * nothing: a finding says itself since when it has held.
 */
import type { Lab } from '../../lab/lab.ts';
import type { Finding } from '../judge/judge.ts';
import type { Agenda } from './agenda.ts';

/** A deadline is divided into this many looks, none shorter than a second. */
const LOOKS = 120;
const LOOK_MS_MIN = 1_000;
/** Long advances are cut up, so that progress shows and Ctrl-C is heard. */
const ADVANCE_MS_MAX = 60_000;

/** Whoever moves the clock, and what has to be minded on the way. */
export interface Journey {
  lab: Lab;
  agenda: Agenda;
  stop: AbortSignal;
  onTick(): void;
}

/** Advances by small steps until the finding is decided, the time is up, or `stop`. */
export async function advanceUntil(
  journey: Journey,
  withinMs: number,
  judge: () => Finding,
): Promise<Finding> {
  const { lab, stop } = journey;
  const deadlineMs = lab.clock.nowMs() + withinMs;
  const lookMs = Math.max(LOOK_MS_MIN, withinMs / LOOKS);
  for (;;) {
    const finding = judge();
    const leftMs = deadlineMs - lab.clock.nowMs();
    if (finding.state !== 'pending' || leftMs <= 0 || stop.aborted) return finding;
    await advanceSlice(journey, Math.min(lookMs, leftMs));
  }
}

export async function advanceBy(journey: Journey, durationMs: number): Promise<void> {
  const { lab, stop } = journey;
  const endMs = lab.clock.nowMs() + durationMs;
  while (lab.clock.nowMs() < endMs && !stop.aborted) {
    await advanceSlice(journey, Math.min(endMs - lab.clock.nowMs(), ADVANCE_MS_MAX));
  }
}

/** Up to the next thing on the agenda, which is then done. */
async function advanceSlice(
  { lab, agenda, stop, onTick }: Journey,
  longestMs: number,
): Promise<void> {
  const toNextMs = agenda.nextDueMs() - lab.clock.nowMs();
  const sliceMs = Math.min(longestMs, Math.max(0, toNextMs));
  if (sliceMs > 0) await lab.advance(sliceMs, stop);
  await agenda.doDue(lab.clock.nowMs());
  onTick();
}
