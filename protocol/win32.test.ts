/** The Win32 table: sub-codes are hex, and every answer of an agent becomes a code that exists. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AADSTS, aadstsRow } from './aadsts.ts';
import { SOURCES } from './sources.ts';
import {
  aadstsForWin32,
  ERROR,
  ldapSubCodeForWin32,
  WIN32,
  win32ForLdapSubCode,
  win32Row,
} from './win32.ts';

const ROWS = Object.entries(WIN32);

test('each row stands under its own code and names sources that exist', () => {
  for (const [key, row] of ROWS) {
    expect(row.code).toBe(Number(key));
    for (const id of row.sources) expect(SOURCES, key).toHaveProperty([id]);
  }
});

test('no name stands for two codes', () => {
  expect(new Set(ROWS.map(([, row]) => row.name)).size).toBe(ROWS.length);
});

test('each row becomes an AADSTS code that exists, and only 0 becomes none', () => {
  for (const [key, row] of ROWS) {
    if (row.code === 0) expect(row.aadsts).toBe(0);
    else expect(aadstsRow(row.aadsts), key).toBeDefined();
    for (const other of row.alternatives ?? []) expect(AADSTS).toHaveProperty([other]);
  }
});

// Public research (fact sheet 6.2): the value after `data` is the Win32 code in hexadecimal.
test('the LDAP sub-code is the Win32 code in hexadecimal', () => {
  for (const [key, row] of ROWS) {
    if (row.ldapSubCode !== undefined) expect(row.ldapSubCode, key).toBe(row.code.toString(16));
  }
});

test('a sub-code goes to its Win32 code and back', () => {
  expect(win32ForLdapSubCode('52e')).toBe(ERROR.LOGON_FAILURE);
  expect(win32ForLdapSubCode('52E')).toBe(ERROR.LOGON_FAILURE);
  for (const [, { code, ldapSubCode }] of ROWS) {
    if (ldapSubCode !== undefined) expect(win32ForLdapSubCode(ldapSubCode)).toBe(code);
    expect(ldapSubCodeForWin32(code)).toBe(ldapSubCode);
  }
});

test('what no row has is undefined in both directions', () => {
  expect(win32ForLdapSubCode('51f')).toBeUndefined();
  expect(win32ForLdapSubCode('')).toBeUndefined();
  expect(ldapSubCodeForWin32(ERROR.NO_LOGON_SERVERS)).toBeUndefined();
});

// EVIDENCE-OF ED-TS: 80007 is an agent unable to connect to Active Directory, 50144 an expired
// password in Active Directory. EVIDENCE-OF ED-ERR: the names of 80012 and 80013.
test.each([
  ['NO_LOGON_SERVERS', 80007],
  ['NO_SUCH_DOMAIN', 80007],
  ['RPC_SERVER_UNAVAILABLE', 80007],
  ['DOMAIN_CONTROLLER_NOT_FOUND', 80007],
  ['LOGON_FAILURE', 50126],
  ['INVALID_LOGON_HOURS', 80012],
  ['PASSWORD_EXPIRED', 50144],
  ['TIME_SKEW', 80013],
] as const)('%s becomes %i', (name, code) => {
  expect(aadstsForWin32(ERROR[name])).toBe(code);
});

test.each([
  ['ACCOUNT_EXPIRED', 50057, 50126],
  ['PASSWORD_MUST_CHANGE', 50144, 50055],
  ['ACCOUNT_LOCKED_OUT', 50053, 50126],
] as const)('%s is undecided in public: %i is used, %i is kept', (name, used, kept) => {
  const row = win32Row(ERROR[name]);
  expect(row).toMatchObject({ aadsts: used, aadstsBasis: 'assumed', alternatives: [kept] });
});

test('each named code is in the table under the name that code uses', () => {
  for (const [name, code] of Object.entries(ERROR)) {
    expect(win32Row(code)?.name.replace(/^RPC_S_SERVER/, 'RPC_SERVER')).toBe(name);
  }
});

test('whatever an agent answers becomes a code that exists, and nothing but 0 is a success', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.integer({ min: 0, max: 2000 })), (code) => {
      const aadsts = aadstsForWin32(code);
      return code === 0 ? aadsts === 0 : aadstsRow(aadsts) !== undefined;
    }),
  );
});

test('a code that no row has blames the directory, not the user', () => {
  expect(win32Row(424242)).toBeUndefined();
  expect(aadstsForWin32(424242)).toBe(80007);
});
