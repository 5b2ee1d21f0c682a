/**
 * Smart lockout (fact sheet 1.11), pure. Whoever is locked never reaches an agent. Familiar and
 * unfamiliar places count apart, so that a stranger's guesses do not lock out the owner. A success
 * or an administrator's reset leaves no lockout behind: see `lockouts.ts`.
 */
import type { Timings } from '../../protocol/timings.ts';

export interface Lockout {
  /** Wrong passwords since the last success; not reset when a lock ends. */
  failures: number;
  /** How often it has locked since the last success; each lasts longer than the one before. */
  locks: number;
  lockedUntilMs?: number;
  /** Salted digests of the last three wrong passwords; none under PTA, where each one counts. */
  recentWrong: readonly string[];
}

export type LockoutPolicy = Pick<
  Timings,
  | 'smartLockoutThreshold'
  | 'smartLockoutDurationMs'
  | 'smartLockoutGrowthFactor'
  | 'smartLockoutDurationCapMs'
>;

const UNTOUCHED: Lockout = { failures: 0, locks: 0, recentWrong: [] };
const RECENT_WRONG_MAX = 3;

export function judgeLockout(lockout: Lockout | undefined, nowMs: number): 'open' | 'locked' {
  return lockout?.lockedUntilMs !== undefined && nowMs < lockout.lockedUntilMs ? 'locked' : 'open';
}

/**
 * After one more wrong password. `wrongDigest` is absent where the cloud cannot know it (PTA). What
 * was under way when the lock fell neither counts nor makes the lock longer.
 */
export function withFailure(
  lockout: Lockout = UNTOUCHED,
  policy: LockoutPolicy,
  nowMs: number,
  wrongDigest?: string,
): Lockout {
  if (judgeLockout(lockout, nowMs) === 'locked') return lockout;
  const { recentWrong, locks } = lockout;
  if (wrongDigest !== undefined && recentWrong.includes(wrongDigest)) return lockout;
  const failed: Lockout = {
    failures: lockout.failures + 1,
    locks,
    recentWrong:
      wrongDigest === undefined
        ? recentWrong
        : [...recentWrong, wrongDigest].slice(-RECENT_WRONG_MAX),
  };
  // The count stays when a lock ends, so that one failure after it is enough.
  if (failed.failures < policy.smartLockoutThreshold) return failed;
  return { ...failed, locks: locks + 1, lockedUntilMs: nowMs + durationMs(policy, locks) };
}

function durationMs(policy: LockoutPolicy, locksBefore: number): number {
  const grown = policy.smartLockoutDurationMs * policy.smartLockoutGrowthFactor ** locksBefore;
  return Math.min(grown, Math.max(policy.smartLockoutDurationCapMs, policy.smartLockoutDurationMs));
}
