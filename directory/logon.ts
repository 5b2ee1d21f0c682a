/**
 * One logon as Active Directory decides it, for LogonUser with type network. The order matters:
 * what is wrong with an account shows only to somebody who knows the password (fact sheet 6.2), so
 * that a wrong password for a disabled or expired account is told nothing but 1326.
 */
import type { Timings } from '../protocol/timings.ts';
import { ERROR } from '../protocol/win32.ts';
import type { Secret } from '../runtime/secret.ts';
import { type DirectoryAccount, digestPassword, hourOfWeek } from './account.ts';

/** The domain's lockout policy. The window is counted from the last failure, not the first. */
export type LockoutPolicy = Pick<
  Timings,
  'adLockoutThreshold' | 'adLockoutDurationMs' | 'adLockoutWindowMs'
>;

export interface LogonDecision {
  /** 0 when the user may log on. */
  win32: number;
  /** The account as it is afterwards. */
  account: DirectoryAccount | undefined;
}

/** `workstation` is the machine that asks; `undefined` when the way it asked cannot say (LDAP). */
export function decideLogon(
  account: DirectoryAccount | undefined,
  password: Secret,
  nowMs: number,
  policy: LockoutPolicy,
  workstation: string | undefined,
): LogonDecision {
  if (account === undefined) return { win32: ERROR.NO_SUCH_USER, account };
  if (isLocked(account, nowMs)) return { win32: ERROR.ACCOUNT_LOCKED_OUT, account };
  const current = withoutOldFailures(account, nowMs, policy);
  if (password.reveal() === '') return { win32: ERROR.ACCOUNT_RESTRICTION, account: current };
  if (digestPassword(account.salt, password) !== account.digest) {
    return { win32: ERROR.LOGON_FAILURE, account: withFailure(current, nowMs, policy) };
  }
  const win32 = judgeState(account, nowMs, workstation);
  return { win32, account: win32 === 0 ? withoutFailures(current) : current };
}

/** What stands in the way of somebody who gave the right password. */
function judgeState(
  account: DirectoryAccount,
  nowMs: number,
  workstation: string | undefined,
): number {
  if (account.disabled) return ERROR.ACCOUNT_DISABLED;
  if (hasPassed(account.accountExpiresMs, nowMs)) return ERROR.ACCOUNT_EXPIRED;
  if (account.logonHours && !account.logonHours.includes(hourOfWeek(nowMs))) {
    return ERROR.INVALID_LOGON_HOURS;
  }
  if (!allowsWorkstation(account.workstations, workstation)) return ERROR.INVALID_WORKSTATION;
  if (hasPassed(account.passwordExpiresMs, nowMs)) return ERROR.PASSWORD_EXPIRED;
  if (account.mustChangePassword) return ERROR.PASSWORD_MUST_CHANGE;
  return 0;
}

function hasPassed(momentMs: number | undefined, nowMs: number): boolean {
  return momentMs !== undefined && nowMs >= momentMs;
}

/** Machine names ignore case. A caller that cannot be told apart passes only where anyone does. */
function allowsWorkstation(
  allowed: readonly string[] | undefined,
  workstation: string | undefined,
): boolean {
  if (allowed === undefined || allowed.includes('*')) return true;
  const asking = workstation?.toLowerCase();
  return allowed.some((name) => name.toLowerCase() === asking);
}

function isLocked(account: DirectoryAccount, nowMs: number): boolean {
  return account.lockedUntilMs !== undefined && nowMs < account.lockedUntilMs;
}

/** A lockout that is over, or a window that has passed since the last failure, ends the count. */
function withoutOldFailures(
  account: DirectoryAccount,
  nowMs: number,
  policy: LockoutPolicy,
): DirectoryAccount {
  const { lastBadPasswordMs, lockedUntilMs } = account;
  const windowPassed =
    lastBadPasswordMs !== undefined && nowMs - lastBadPasswordMs >= policy.adLockoutWindowMs;
  return windowPassed || lockedUntilMs !== undefined ? withoutFailures(account) : account;
}

function withoutFailures(account: DirectoryAccount): DirectoryAccount {
  const { lastBadPasswordMs: _last, lockedUntilMs: _locked, ...rest } = account;
  return { ...rest, badPasswordCount: 0 };
}

function withFailure(
  account: DirectoryAccount,
  nowMs: number,
  policy: LockoutPolicy,
): DirectoryAccount {
  const badPasswordCount = account.badPasswordCount + 1;
  const failed = { ...account, badPasswordCount, lastBadPasswordMs: nowMs };
  if (badPasswordCount < policy.adLockoutThreshold) return failed;
  return { ...failed, lockedUntilMs: nowMs + policy.adLockoutDurationMs };
}
