/**
 * What a rehearsal is doing right now, for whoever watches: told at every step and every push of
 * the clock.
 */
import type { Lab } from '../../lab/lab.ts';
import type { Phase } from '../../lab/timeline.ts';

export interface Progress {
  scenario: string;
  /** What is being done. */
  activity: string;
  /** Done so far, and all there are. */
  step: number;
  steps: number;
  phase: Phase;
  /** Lab time since the run began. */
  elapsedMs: number;
  /** Background sign-ins that have ended, and how many of them with tokens. */
  signIns: { ended: number; signedIn: number };
}

export interface ProgressReport extends Disposable {
  begin(activity: string, step: number): void;
  tick(): void;
}

export function reportProgress(
  lab: Lab,
  scenario: string,
  steps: number,
  onProgress: (progress: Progress) => void,
): ProgressReport {
  const startMs = lab.clock.nowMs();
  const signIns = { ended: 0, signedIn: 0 };
  let phase: Phase = 'before';
  let doing = { activity: '', step: 0 };
  const subscription = lab.timeline.subscribe((entry) => {
    if (entry.kind === 'phase') phase = entry.phase;
    if (entry.kind !== 'sign-in') return;
    signIns.ended++;
    if (entry.result === 0) signIns.signedIn++;
  });
  const tick = () => {
    const elapsedMs = lab.clock.nowMs() - startMs;
    onProgress({ scenario, ...doing, steps, phase, elapsedMs, signIns: { ...signIns } });
  };
  return {
    begin(activity, step) {
      doing = { activity, step };
      tick();
    },
    tick,
    [Symbol.dispose]: () => subscription[Symbol.dispose](),
  };
}
