/**
 * Results of an LDAP bind (RFC 4511, appendix A) other than success and invalid credentials, and
 * what each says of a logon. Only a result about the controller itself is worth asking another one.
 */
import type { Basis, SourceId } from './sources.ts';

export interface LdapResultRow {
  code: number;
  name: string;
  /** The Win32 code of the logon; absent where another controller should be asked. */
  win32?: number;
  /** Of the `win32` column. */
  basis: Basis;
  sources: readonly SourceId[];
}

const CHOSEN = { basis: 'assumed', sources: ['lab'] } as const;

export const LDAP_RESULT = { SUCCESS: 0, INVALID_CREDENTIALS: 49 } as const;

const ROWS: readonly LdapResultRow[] = [
  { code: 1, name: 'operationsError', ...CHOSEN },
  { code: 2, name: 'protocolError', ...CHOSEN },
  { code: 3, name: 'timeLimitExceeded', ...CHOSEN },
  { code: 7, name: 'authMethodNotSupported', win32: 50, ...CHOSEN },
  { code: 8, name: 'strongerAuthRequired', win32: 50, ...CHOSEN },
  { code: 13, name: 'confidentialityRequired', win32: 50, ...CHOSEN },
  { code: 32, name: 'noSuchObject', win32: 1317, ...CHOSEN },
  { code: 34, name: 'invalidDNSyntax', win32: 1315, ...CHOSEN },
  { code: 48, name: 'inappropriateAuthentication', win32: 1327, ...CHOSEN },
  { code: 51, name: 'busy', ...CHOSEN },
  { code: 52, name: 'unavailable', ...CHOSEN },
  { code: 53, name: 'unwillingToPerform', win32: 1327, ...CHOSEN },
  { code: 80, name: 'other', ...CHOSEN },
];

/** What no row has is an internal error of the directory. */
const UNKNOWN_WIN32 = 1359;

/** `ask-another`: it was about the controller, not about the account. */
export function win32ForLdapResult(code: number): number | 'ask-another' {
  const row = ROWS.find((one) => one.code === code);
  if (row === undefined) return UNKNOWN_WIN32;
  return row.win32 ?? 'ask-another';
}
