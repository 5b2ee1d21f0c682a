/**
 * A person changes their own password in the directory, pure. Unlike a logon it may be done with a
 * password that has expired or must be changed; an administrator's reset asks nothing of this.
 */
import { LIMITS } from '../protocol/limits.ts';
import { ERROR } from '../protocol/win32.ts';
import type { Secret } from '../runtime/secret.ts';
import { type DirectoryAccount, digestPassword } from './account.ts';
import { decideLogon, type LockoutPolicy } from './logon.ts';

export type PasswordChangeOutcome =
  | 'changed'
  | 'wrong-password'
  | 'too-simple'
  | 'locked-or-disabled'
  | 'not-allowed';

export interface PasswordChangeDecision {
  outcome: PasswordChangeOutcome;
  /** The account as it is afterwards. */
  account: DirectoryAccount | undefined;
}

/** What a logon says that does not stand in the way of a change. */
const CHANGEABLE: readonly number[] = [
  ERROR.SUCCESS,
  ERROR.PASSWORD_EXPIRED,
  ERROR.PASSWORD_MUST_CHANGE,
  // The machine and the hour of a logon are no matter of a change.
  ERROR.INVALID_LOGON_HOURS,
  ERROR.INVALID_WORKSTATION,
];

export function decidePasswordChange(
  before: DirectoryAccount | undefined,
  { oldPassword, newPassword }: { oldPassword: Secret; newPassword: Secret },
  nowMs: number,
  policy: LockoutPolicy,
): PasswordChangeDecision {
  const { win32, account } = decideLogon(before, oldPassword, nowMs, policy, undefined);
  if (account === undefined) return { outcome: 'not-allowed', account };
  if (win32 === ERROR.LOGON_FAILURE || win32 === ERROR.ACCOUNT_RESTRICTION) {
    return { outcome: 'wrong-password', account };
  }
  if (!CHANGEABLE.includes(win32)) return { outcome: 'locked-or-disabled', account };
  if (account.cannotChangePassword) return { outcome: 'not-allowed', account };
  if (isTooSimple(account, newPassword)) return { outcome: 'too-simple', account };
  return { outcome: 'changed', account: withPassword(account, newPassword) };
}

/** Whatever the password's age was, it begins again; a lockout goes on. */
export function withPassword(account: DirectoryAccount, password: Secret): DirectoryAccount {
  const { passwordExpiresMs: _expired, mustChangePassword: _must, ...rest } = account;
  return { ...rest, digest: digestPassword(account.salt, password) };
}

const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /[0-9]/, /[^\p{L}0-9]/u] as const;
const NAME_CHARS_MIN = 3;

/** Complexity as Active Directory judges it by default; the password before counts as history. */
function isTooSimple({ createdAs, salt, digest }: DirectoryAccount, password: Secret): boolean {
  const text = password.reveal();
  const name = createdAs.slice(0, createdAs.indexOf('@')).toLowerCase();
  if (text.length < LIMITS.adPasswordCharsMin.value) return true;
  if (name.length >= NAME_CHARS_MIN && text.toLowerCase().includes(name)) return true;
  if (digestPassword(salt, password) === digest) return true;
  return CLASSES.filter((kind) => kind.test(text)).length < 3;
}
