/** An account of the in-memory directory as a real one is to have it. */
import type { DirectoryAccount } from '../../directory/account.ts';
import type { MirroredAccount } from '../outposts/outposts.ts';

/** What follows from rules, whatever the password is. */
export function renderMirrored(account: DirectoryAccount, nowMs: number): MirroredAccount {
  const { userPrincipalName, logonHours, workstations } = account;
  const hasPassed = (momentMs: number | undefined) => momentMs !== undefined && nowMs >= momentMs;
  const isAnywhere = workstations === undefined || workstations.includes('*');
  return {
    userPrincipalName,
    disabled: account.disabled === true,
    locked: account.lockedUntilMs !== undefined && nowMs < account.lockedUntilMs,
    mustChangePassword: account.mustChangePassword === true,
    passwordExpired: hasPassed(account.passwordExpiresMs),
    accountExpired: hasPassed(account.accountExpiresMs),
    ...(logonHours && { logonHours: renderLogonHours(logonHours) }),
    ...(!isAnywhere && { workstations }),
  };
}

const BYTES = 21;

/** One bit an hour from Sunday 00:00 UTC on, the lowest of a byte first. */
export function renderLogonHours(hours: readonly number[]): string {
  const bytes = Buffer.alloc(BYTES);
  for (const hour of hours) {
    const at = Math.floor(hour / 8);
    bytes.writeUInt8(bytes.readUInt8(at) | (1 << (hour % 8)), at);
  }
  return bytes.toString('base64');
}
