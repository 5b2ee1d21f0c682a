/** The AADSTS table: every row whole, what no source has absent, disagreements kept. */
import { expect, test } from 'vitest';
import { AADSTS, aadstsRow, VALIDATION_FAILURES } from './aadsts.ts';
import { AADSTS_ACCOUNT } from './aadsts-account.ts';
import { AADSTS_APP } from './aadsts-app.ts';
import { AADSTS_AUTHORIZE } from './aadsts-authorize.ts';
import { AADSTS_PTA } from './aadsts-pta.ts';
import { AADSTS_REQUEST } from './aadsts-request.ts';
import { AADSTS_SESSION } from './aadsts-session.ts';
import { SOURCES } from './sources.ts';

const ROWS = Object.entries(AADSTS);

test('each row stands under its own code, in one file only', () => {
  for (const [key, row] of ROWS) expect(row.code).toBe(Number(key));
  const files = [
    AADSTS_PTA,
    AADSTS_ACCOUNT,
    AADSTS_SESSION,
    AADSTS_APP,
    AADSTS_AUTHORIZE,
    AADSTS_REQUEST,
  ];
  const counts = files.map((file) => Object.keys(file).length);
  expect(counts.reduce((a, b) => a + b)).toBe(ROWS.length);
});

test('each row names sources that exist', () => {
  for (const [code, row] of ROWS) {
    const cited = [row, ...(row.alternatives ?? [])].flatMap(({ sources }) => sources);
    for (const id of cited) expect(SOURCES, code).toHaveProperty([id]);
  }
});

test('each row has sentences for the person, the log and the administrator', () => {
  for (const [code, { text, reason, advice }] of ROWS) {
    for (const sentence of [text, reason, advice]) expect(sentence, code).toMatch(/^[A-Z].*\.$/);
    expect(text, code).not.toContain('AADSTS');
  }
});

// No source has them: the fact sheet looked and found nothing.
test.each([80006, 80008, 80009])('%i does not exist', (code) => {
  expect(aadstsRow(code)).toBeUndefined();
});

// EVIDENCE-OF ED-TS: users read that Active Directory cannot be reached; the sign-in log says that
// no agent is available.
test('80001 is one code with two texts', () => {
  const row = AADSTS[80001];
  expect(row.text).toContain('Active Directory');
  expect(row.reason).toContain('No Authentication Agent');
});

// EVIDENCE-OF ED-ERR: "OnPremisePasswordValidationTimeSkew"
test.each([
  [50126, 'InvalidUserNameOrPassword'],
  [50144, 'InvalidPasswordExpiredOnPremPassword'],
  [80002, 'OnPremisePasswordValidatorRequestTimedout'],
  [80010, 'OnPremisePasswordValidationEncryptionException'],
  [80013, 'OnPremisePasswordValidationTimeSkew'],
])('%i has its documented name %s', (code, name) => {
  expect(aadstsRow(code)?.name).toBe(name);
});

test('a code that only ED-TS has carries a name of the lab and says so', () => {
  for (const code of [80003, 80004, 80011] as const) {
    expect(AADSTS[code].sources).not.toContain('ED-ERR');
    expect(AADSTS[code].note).toContain('the lab’s');
  }
});

test('no public sample shows a PTA code at the token endpoint: all error pairs are assumed', () => {
  for (const row of Object.values(AADSTS_PTA)) {
    expect(row).toMatchObject({ oauthError: 'invalid_grant', errorBasis: 'assumed' });
    expect(row.suberror).toBeUndefined();
  }
});

test('where sources disagree about an error pair, the one not used is kept and differs', () => {
  for (const code of [50053, 50076] as const) {
    const { oauthError, alternatives } = AADSTS[code];
    expect(oauthError).toBe('invalid_grant');
    expect(alternatives?.map((other) => other.oauthError)).not.toContain(oauthError);
    expect(alternatives).toHaveLength(1);
  }
});

test('each way a validation can end without a verdict has a code of its own', () => {
  const codes = Object.values(VALIDATION_FAILURES);
  expect(new Set(codes).size).toBe(codes.length);
});
