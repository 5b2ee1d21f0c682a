/**
 * Rules of an account on premises: the file's words to the directory's, and back for API callers.
 */
import type { AccountRules } from '../../directory/account.ts';
import type { DirectoryDescription, UserDescription } from './tenant-description.ts';

export function readRules({
  enabled = true,
  passwordExpires,
  directory = {},
}: UserDescription): AccountRules {
  const { disabled, accountExpires, mustChangePassword, logonHours, workstations } = directory;
  return {
    ...((disabled || !enabled) && { disabled: true }),
    ...(accountExpires !== undefined && { accountExpiresMs: Date.parse(accountExpires) }),
    ...(passwordExpires !== undefined && { passwordExpiresMs: Date.parse(passwordExpires) }),
    ...(mustChangePassword && { mustChangePassword }),
    ...(logonHours && { logonHours }),
    ...(workstations && { workstations }),
    ...readLock(directory),
  };
}

function readLock({ locked }: DirectoryDescription): AccountRules {
  if (locked === undefined || locked === false) return {};
  return { lockedUntilMs: locked === true ? Number.POSITIVE_INFINITY : Date.parse(locked) };
}

export function describeRules(
  rules: AccountRules,
): Pick<UserDescription, 'directory' | 'passwordExpires'> {
  const { accountExpiresMs, passwordExpiresMs, lockedUntilMs, ...same } = rules;
  const accountExpires = describeTime(accountExpiresMs);
  const passwordExpires = describeTime(passwordExpiresMs);
  const locked = lockedUntilMs === undefined ? undefined : (describeTime(lockedUntilMs) ?? true);
  return {
    ...(passwordExpires !== undefined && { passwordExpires }),
    directory: {
      ...same,
      ...(accountExpires !== undefined && { accountExpires }),
      ...(locked !== undefined && { locked }),
    },
  };
}

/** Undefined for never. */
function describeTime(atMs: number | undefined): string | undefined {
  return atMs === undefined || atMs === Number.POSITIVE_INFINITY
    ? undefined
    : new Date(atMs).toISOString();
}
