/**
 * How a load run ends as a process. k6's codes are passed through, whichever engine ran; only what
 * k6 does not know has one of pta-lab's own.
 */
import type { LoadResult, ThresholdOutcome } from '../load-result.ts';

/** Of k6. */
export const THRESHOLDS_EXIT_CODE = 99;
export const INTERRUPTED_EXIT_CODE = 105;

type LoadEnd = Pick<LoadResult, 'verdict' | 'interrupted' | 'run'>;

const OWN = { pass: 0, fail: 1, inconclusive: 3 } as const;

/**
 * A threshold that was crossed counts only where the verdict stands on it: with a saturated
 * generator the run says nothing, and ends as inconclusive.
 */
export function exitCodeOf({ verdict, interrupted, run }: LoadEnd): number {
  if (interrupted) return INTERRUPTED_EXIT_CODE;
  if (!isWholeRun(run.exitCode)) return run.exitCode;
  if (verdict !== 'fail') return OWN[verdict];
  return run.thresholds.some(({ met }) => !met) ? THRESHOLDS_EXIT_CODE : OWN.fail;
}

/** It came to its own end, whatever its thresholds say. */
export function isWholeRun(exitCode: number): boolean {
  return exitCode === 0 || exitCode === THRESHOLDS_EXIT_CODE;
}

/** As k6 would end. */
export function k6ExitCode(thresholds: readonly ThresholdOutcome[], interrupted = false): number {
  if (interrupted) return INTERRUPTED_EXIT_CODE;
  return thresholds.some(({ met }) => !met) ? THRESHOLDS_EXIT_CODE : 0;
}
