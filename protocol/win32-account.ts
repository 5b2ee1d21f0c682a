/**
 * Win32 rows about the account, the password and its restrictions. Those with an LDAP sub-code
 * other than 525 and 52e show only when the password was right; with a wrong one 52e hides them.
 * Lookups: `win32.ts`.
 */
import type { Win32Row } from './win32-row.ts';

/** Microsoft names and describes the code; the lab chose the AADSTS code. */
const CHOSEN = {
  basis: 'documented',
  aadstsBasis: 'assumed',
  sources: ['W32', 'AAI'],
} as const;

/** The AADSTS code's documented name or meaning is the same condition. */
const MATCHING = { ...CHOSEN, sources: ['W32', 'AAI', 'ED-TS', 'ED-ERR'] } as const;

export const WIN32_ACCOUNT = {
  0: {
    code: 0,
    name: 'SUCCESS',
    aadsts: 0,
    meaning: 'The password is right and the account may sign in.',
    basis: 'documented',
    aadstsBasis: 'documented',
    sources: ['W32'],
  },
  1315: {
    ...CHOSEN,
    code: 1315,
    name: 'INVALID_ACCOUNT_NAME',
    ldapSubCode: '523',
    aadsts: 80004,
    meaning: 'The name is not formed like one of an account.',
    note:
      'ED-TS has 80004 for a user name that is not valid; 523 follows from the rule that LDAP ' +
      'sub-codes are the code in hex.',
  },
  1317: {
    ...CHOSEN,
    code: 1317,
    name: 'NO_SUCH_USER',
    ldapSubCode: '525',
    aadsts: 50126,
    meaning: 'No account of that name.',
    alternatives: [80004],
    note:
      'ED-TS gives 80004 for a wrong user name as well; 50126 does not tell a stranger which ' +
      'it was.',
  },
  1323: {
    ...CHOSEN,
    code: 1323,
    name: 'WRONG_PASSWORD',
    aadsts: 50126,
    meaning: 'The password given is not the current one.',
  },
  1325: {
    ...CHOSEN,
    code: 1325,
    name: 'PASSWORD_RESTRICTION',
    aadsts: 50126,
    meaning: 'The password does not meet the rules of the domain.',
  },
  1326: {
    ...CHOSEN,
    code: 1326,
    name: 'LOGON_FAILURE',
    ldapSubCode: '52e',
    aadsts: 50126,
    meaning: 'User name or password is wrong.',
    note: 'A community report has it for a missing name suffix in the other forest as well.',
  },
  1327: {
    ...CHOSEN,
    code: 1327,
    name: 'ACCOUNT_RESTRICTION',
    ldapSubCode: '52f',
    aadsts: 50126,
    meaning: 'A restriction of the account forbids it, for example an empty password.',
    note:
      'Lists of LDAP sub-codes leave 52f out; it follows from the rule that they are the code ' +
      'in hex.',
  },
  1328: {
    ...MATCHING,
    code: 1328,
    name: 'INVALID_LOGON_HOURS',
    ldapSubCode: '530',
    aadsts: 80012,
    meaning: 'The account may not sign in at this hour.',
    note: 'The documented name of 80012 is the same condition.',
  },
  1329: {
    ...CHOSEN,
    code: 1329,
    name: 'INVALID_WORKSTATION',
    ldapSubCode: '531',
    aadsts: 50126,
    meaning: 'The account may not sign in from this computer ("Log On To").',
    sources: ['W32', 'AAI', 'ED-TS'],
    note: 'Every agent server has to be on the list of the account.',
  },
  1330: {
    ...MATCHING,
    code: 1330,
    name: 'PASSWORD_EXPIRED',
    ldapSubCode: '532',
    aadsts: 50144,
    meaning: 'The password has expired.',
    note: 'The documented meaning of 50144 is the same condition.',
  },
  1331: {
    ...CHOSEN,
    code: 1331,
    name: 'ACCOUNT_DISABLED',
    ldapSubCode: '533',
    aadsts: 50057,
    meaning: 'The account is disabled.',
  },
  1385: {
    ...CHOSEN,
    code: 1385,
    name: 'LOGON_TYPE_NOT_GRANTED',
    aadsts: 50126,
    meaning: 'The account lacks the right to sign in over the network.',
  },
  1793: {
    ...CHOSEN,
    code: 1793,
    name: 'ACCOUNT_EXPIRED',
    ldapSubCode: '701',
    aadsts: 50057,
    meaning: 'The account has expired.',
    alternatives: [50126],
    note:
      'Undecided in public. 50057: the password was right, and an expired account is as good ' +
      'as disabled.',
  },
  1907: {
    ...CHOSEN,
    code: 1907,
    name: 'PASSWORD_MUST_CHANGE',
    ldapSubCode: '773',
    aadsts: 50144,
    meaning: 'The password must be changed before the first sign-in.',
    sources: ['W32', 'AAI', 'AZI'],
    alternatives: [50055],
    note:
      'Reports conflict. 50144: the password lives on-premises, 50055 is about one in the ' +
      'cloud.',
  },
  1909: {
    ...CHOSEN,
    code: 1909,
    name: 'ACCOUNT_LOCKED_OUT',
    ldapSubCode: '775',
    aadsts: 50053,
    meaning: 'The directory has locked the account after bad passwords.',
    alternatives: [50126],
    note: 'Undecided in public. 50053: the person has to wait, and 50126 would make them try on.',
  },
  [-2146892994]: {
    ...CHOSEN,
    code: -2146892994,
    name: 'SEC_E_SMARTCARD_LOGON_REQUIRED',
    aadsts: 50126,
    meaning: 'The account may sign in with a smart card only.',
    basis: 'observed',
    sources: ['AAI'],
  },
} as const satisfies Record<number, Win32Row>;
