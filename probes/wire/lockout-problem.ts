/**
 * How the lockouts of Entra and of the forest fit together: pure. The cloud has to lock first, or
 * whoever guesses from outside locks people out of their own network.
 */
import type { LockoutPolicy } from '../probe-ports.ts';

const TIMES_MIN = 2;

/**
 * `longer`: Entra’s has to last longer too. EVIDENCE-OF ED-LOCK: "at least two or three times
 * greater"; more than that is no fault.
 */
export function lockoutProblem(
  entra: LockoutPolicy,
  directory: LockoutPolicy,
  longer: boolean,
): string | undefined {
  if (directory.threshold === 0) return undefined;
  if (entra.threshold >= directory.threshold) return 'the directory locks first';
  if (directory.threshold < TIMES_MIN * entra.threshold) {
    return 'expected the directory’s threshold to be two to three times Entra’s';
  }
  if (!longer) return undefined;
  if (directory.durationMs === 0) return 'the directory locks until somebody unlocks';
  return entra.durationMs > directory.durationMs
    ? undefined
    : 'expected Entra’s lock to last longer than the directory’s';
}
