/**
 * Where the embedded directory and a real one (Samba) say different things of the same bind, with
 * the reason. The test holds it to exactly these: one that no longer differs fails it too.
 */
import { ERROR } from '../../protocol/win32.ts';

export interface SambaDifference {
  /** Kind of account and password, as the test calls them. */
  bind: string;
  embedded: number;
  samba: number;
  reason: string;
}

const ORDER =
  'Samba asks for the age of the password first, then for the machine, then for the hour; the lab ' +
  'asks for the hour first. No document of Microsoft gives the order: assumed.';
const ONE_ATTRIBUTE =
  'There it is one attribute, pwdLastSet: who must change the password has none that could expire.';
const NAMELESS =
  'Active Directory does not tell a stranger whether a name exists (52e); lists of sub-codes have ' +
  '525, and the embedded directory says that. Both become AADSTS50126.';

/** What lies outside a bind altogether: no directory can be asked for it over LDAP. */
export const OUTSIDE_A_BIND: readonly { win32: number; reason: string }[] = [
  { win32: 1385, reason: 'A right of the machine that is logged on to; a bind logs on to none.' },
  { win32: ERROR.TIME_SKEW, reason: 'Kerberos compares clocks; a simple bind carries no time.' },
  {
    win32: ERROR.AUTHENTICATION_FIREWALL_FAILED,
    reason: 'Selective authentication is a matter of a trust between two forests.',
  },
];

export const SAMBA_DIFFERENCES: readonly SambaDifference[] = [
  {
    bind: 'outside-hours+other-workstation, right password',
    embedded: ERROR.INVALID_LOGON_HOURS,
    samba: ERROR.INVALID_WORKSTATION,
    reason: ORDER,
  },
  {
    bind: 'outside-hours+password-expired, right password',
    embedded: ERROR.INVALID_LOGON_HOURS,
    samba: ERROR.PASSWORD_EXPIRED,
    reason: ORDER,
  },
  {
    bind: 'outside-hours+must-change, right password',
    embedded: ERROR.INVALID_LOGON_HOURS,
    samba: ERROR.PASSWORD_MUST_CHANGE,
    reason: ORDER,
  },
  {
    bind: 'other-workstation+password-expired, right password',
    embedded: ERROR.INVALID_WORKSTATION,
    samba: ERROR.PASSWORD_EXPIRED,
    reason: ORDER,
  },
  {
    bind: 'other-workstation+must-change, right password',
    embedded: ERROR.INVALID_WORKSTATION,
    samba: ERROR.PASSWORD_MUST_CHANGE,
    reason: ORDER,
  },
  {
    bind: 'password-expired+must-change, right password',
    embedded: ERROR.PASSWORD_EXPIRED,
    samba: ERROR.PASSWORD_MUST_CHANGE,
    reason: ONE_ATTRIBUTE,
  },
  {
    bind: 'healthy, empty password',
    embedded: ERROR.ACCOUNT_RESTRICTION,
    samba: ERROR.LOGON_FAILURE,
    reason: 'LogonUser refuses an empty password as such (1327); to Samba it is a wrong one.',
  },
  {
    bind: 'unknown, any password',
    embedded: ERROR.NO_SUCH_USER,
    samba: ERROR.LOGON_FAILURE,
    reason: NAMELESS,
  },
  {
    bind: 'a name without @, any password',
    embedded: ERROR.INVALID_ACCOUNT_NAME,
    samba: ERROR.LOGON_FAILURE,
    reason:
      'Samba looks for it as a name and finds nobody; the embedded directory says 523, as the agent would.',
  },
];
