/**
 * Windows error codes an agent gets from the directory, their LDAP sub-codes, and the AADSTS code
 * each becomes. Names are Microsoft's; no official Win32 → AADSTS table exists in public, so that
 * column is a choice row by row: `aadstsBasis` says how well founded.
 */
import type { AadstsCode } from './aadsts.ts';
import { WIN32_ACCOUNT } from './win32-account.ts';
import type { Win32Row } from './win32-row.ts';
import { WIN32_SYSTEM } from './win32-system.ts';

export type { Win32Row } from './win32-row.ts';

/** The codes that lab code uses by name. */
export const ERROR = {
  SUCCESS: 0,
  NO_LOGON_SERVERS: 1311,
  INVALID_ACCOUNT_NAME: 1315,
  NO_SUCH_USER: 1317,
  LOGON_FAILURE: 1326,
  ACCOUNT_RESTRICTION: 1327,
  INVALID_LOGON_HOURS: 1328,
  INVALID_WORKSTATION: 1329,
  PASSWORD_EXPIRED: 1330,
  ACCOUNT_DISABLED: 1331,
  NO_SUCH_DOMAIN: 1355,
  TIME_SKEW: 1398,
  RPC_SERVER_UNAVAILABLE: 1722,
  TRUSTED_DOMAIN_FAILURE: 1788,
  ACCOUNT_EXPIRED: 1793,
  PASSWORD_MUST_CHANGE: 1907,
  DOMAIN_CONTROLLER_NOT_FOUND: 1908,
  ACCOUNT_LOCKED_OUT: 1909,
  AUTHENTICATION_FIREWALL_FAILED: 1935,
} as const;

const rows = { ...WIN32_ACCOUNT, ...WIN32_SYSTEM };

export type Win32Code = keyof typeof rows;

export const WIN32: Readonly<Record<Win32Code, Win32Row>> = rows;

const BY_CODE = new Map<number, Win32Row>(Object.values(WIN32).map((row) => [row.code, row]));
const BY_SUB_CODE = new Map<string, number>(
  Object.values(WIN32).flatMap((row): [string, number][] =>
    row.ldapSubCode === undefined ? [] : [[row.ldapSubCode, row.code]],
  ),
);

export function win32Row(code: number): Win32Row | undefined {
  return BY_CODE.get(code);
}

/** Of the domain, a trust or the server itself, and so nobody's own account. */
export function isSystemTrouble(code: number): boolean {
  return Object.values(WIN32_SYSTEM).some((row) => row.code === code);
}

/**
 * What the cloud makes of an agent's answer; 0 stays 0. A code without a row becomes 80007, the
 * agent could not validate: assumed, because 50126 would blame a user for what may be the
 * directory's trouble.
 */
export function aadstsForWin32(code: number): AadstsCode | 0 {
  return BY_CODE.get(code)?.aadsts ?? 80007;
}

/** `52e` → 1326, in either case. */
export function win32ForLdapSubCode(subCode: string): number | undefined {
  return BY_SUB_CODE.get(subCode.toLowerCase());
}

export function ldapSubCodeForWin32(code: number): string | undefined {
  return BY_CODE.get(code)?.ldapSubCode;
}
