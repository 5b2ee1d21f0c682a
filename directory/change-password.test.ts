/** A person changes their own password in the directory: who may, and to what. */
import { expect, test } from 'vitest';
import { createDice } from '../runtime/dice.ts';
import { Secret } from '../runtime/secret.ts';
import { type AccountRules, createAccount } from './account.ts';
import { decidePasswordChange } from './change-password.ts';
import { decideLogon } from './logon.ts';

const NOW = Date.UTC(2026, 0, 5);
const policy = { adLockoutThreshold: 3, adLockoutDurationMs: 60_000, adLockoutWindowMs: 60_000 };
const OLD = 'Old-Tram-41';

function account(rules: AccountRules = {}) {
  return createAccount('lea@contoso.example', new Secret(OLD), createDice('s'), rules);
}

function change(rules: AccountRules, oldPassword = OLD, newPassword = 'Blue-Tram-42') {
  const passwords = {
    oldPassword: new Secret(oldPassword),
    newPassword: new Secret(newPassword),
  };
  return decidePasswordChange(account(rules), passwords, NOW, policy);
}

test('an expired password, and one that must be changed, can be changed and count again', () => {
  for (const rules of [{ passwordExpiresMs: NOW }, { mustChangePassword: true }]) {
    const { outcome, account: after } = change(rules);
    expect(outcome).toBe('changed');
    const logon = decideLogon(after, new Secret('Blue-Tram-42'), NOW, policy, 'agt-1');
    expect(logon.win32).toBe(0);
  }
});

const REFUSED: [what: string, rules: AccountRules, outcome: string][] = [
  ['disabled', { disabled: true }, 'locked-or-disabled'],
  ['locked', { lockedUntilMs: NOW + 1 }, 'locked-or-disabled'],
  ['expired', { accountExpiresMs: NOW }, 'locked-or-disabled'],
  ['not allowed to', { cannotChangePassword: true }, 'not-allowed'],
];

test.each(REFUSED)('an account that is %s keeps its password', (_, rules, outcome) => {
  const decision = change(rules);
  expect(decision.outcome).toBe(outcome);
  expect(decision.account?.digest).toBe(account().digest);
});

test('nobody of that name is not allowed to, and leaves nothing behind', () => {
  const passwords = { oldPassword: new Secret(OLD), newPassword: new Secret('Blue-Tram-42') };
  expect(decidePasswordChange(undefined, passwords, NOW, policy)).toEqual({
    outcome: 'not-allowed',
    account: undefined,
  });
});

test('a wrong current password is told so and counts as a bad one', () => {
  const { outcome, account: after } = change({}, 'wrong');
  expect(outcome).toBe('wrong-password');
  expect(after?.badPasswordCount).toBe(1);
});

test('seven characters of three kinds are enough; six, two kinds, the name, the same are not', () => {
  expect(change({}, OLD, 'Tram-42').outcome).toBe('changed');
  for (const password of ['Tra-42', 'tramtram42', 'Lea-Tram-42', OLD]) {
    expect(change({}, OLD, password).outcome, password).toBe('too-simple');
  }
});

test('where and when one may log on is no matter of a change', () => {
  expect(change({ workstations: ['pc-7'] }).outcome).toBe('changed');
  expect(change({ logonHours: [] }).outcome).toBe('changed');
});
