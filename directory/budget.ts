/**
 * How often real accounts may be asked about, pure. A directory that is not the lab's own locks
 * people out: an account gets one attempt a minute unless somebody said otherwise, and none any
 * more once it answered as one that is being guessed at.
 */
import { MINUTE_MS } from '../protocol/time-units.ts';
import { ERROR } from '../protocol/win32.ts';

export interface BudgetRules {
  attemptsPerMinute: number;
  /** Wrong-password answers in a row that end the attempts. */
  wrongPasswordsMax: number;
}

export const USUAL_BUDGET: BudgetRules = { attemptsPerMinute: 1, wrongPasswordsMax: 2 };

/** Of one account; begins as `UNTOUCHED`. */
export interface Attempts {
  /** The latest ones, not older than a minute. */
  readonly askedMs: readonly number[];
  readonly wrongPasswords: number;
  readonly locked: boolean;
}

export const UNTOUCHED: Attempts = { askedMs: [], wrongPasswords: 0, locked: false };

export type BudgetDecision = { ask: true; attempts: Attempts } | { ask: false; because: string };

/** The attempt counts when it is made, whatever comes of it. */
export function decideAttempt(
  before: Attempts,
  nowMs: number,
  { attemptsPerMinute, wrongPasswordsMax }: BudgetRules,
): BudgetDecision {
  if (before.locked) return { ask: false, because: 'the directory has locked it' };
  if (before.wrongPasswords >= wrongPasswordsMax) {
    const because = `${before.wrongPasswords} wrong passwords in a row end the attempts`;
    return { ask: false, because };
  }
  const askedMs = before.askedMs.filter((atMs) => nowMs - atMs < MINUTE_MS);
  if (askedMs.length >= attemptsPerMinute) {
    return { ask: false, because: `no more than ${attemptsPerMinute} a minute` };
  }
  return { ask: true, attempts: { ...before, askedMs: [...askedMs, nowMs] } };
}

export function withVerdict(attempts: Attempts, win32: number): Attempts {
  switch (win32) {
    case ERROR.LOGON_FAILURE:
      return { ...attempts, wrongPasswords: attempts.wrongPasswords + 1 };
    case ERROR.ACCOUNT_LOCKED_OUT:
      return { ...attempts, locked: true };
    case ERROR.SUCCESS:
      return { ...attempts, wrongPasswords: 0 };
    default:
      return attempts;
  }
}
