import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ERROR } from '../protocol/win32.ts';
import { createDice } from '../runtime/dice.ts';
import { Secret } from '../runtime/secret.ts';
import { proves } from '../test/parity/proves.ts';
import { type AccountRules, createAccount, type DirectoryAccount } from './account.ts';
import { decideLogon } from './logon.ts';

const NOW = Date.UTC(2026, 0, 5, 10); // Monday, hour 34 of the week
const MINUTE = 60_000;
const policy = {
  adLockoutThreshold: 3,
  adLockoutDurationMs: 30 * MINUTE,
  adLockoutWindowMs: 10 * MINUTE,
};
const right = new Secret('right');
const wrong = new Secret('wrong');

function user(rules: AccountRules = {}): DirectoryAccount {
  return createAccount('ada@contoso.example', right, createDice('s'), rules);
}

function logon(rules: AccountRules, password = right, nowMs = NOW, workstation = 'agt-1'): number {
  return decideLogon(user(rules), password, nowMs, policy, workstation).win32;
}

/** The account after wrong passwords at these moments. */
function failedAt(failuresMs: readonly number[], account = user()): DirectoryAccount {
  return failuresMs.reduce(
    (current, atMs) => decideLogon(current, wrong, atMs, policy, 'agt-1').account ?? current,
    account,
  );
}

test('a healthy account with the right password may log on', () => {
  expect(logon({})).toBe(0);
});

test('a user nobody knows is 1317', () => {
  expect(decideLogon(undefined, right, NOW, policy, 'agt-1')).toEqual({
    win32: ERROR.NO_SUCH_USER,
    account: undefined,
  });
});

test('an empty password is 1327 and not counted', () => {
  const decision = decideLogon(user(), new Secret(''), NOW, policy, 'agt-1');
  expect(decision.win32).toBe(ERROR.ACCOUNT_RESTRICTION);
  expect(decision.account?.badPasswordCount).toBe(0);
});

const STATES: [string, AccountRules, number][] = [
  ['disabled', { disabled: true }, ERROR.ACCOUNT_DISABLED],
  ['expired', { accountExpiresMs: NOW }, ERROR.ACCOUNT_EXPIRED],
  ['outside its logon hours', { logonHours: [33, 35] }, ERROR.INVALID_LOGON_HOURS],
  ['bound to another machine', { workstations: ['pc-7'] }, ERROR.INVALID_WORKSTATION],
  ['with an expired password', { passwordExpiresMs: NOW }, ERROR.PASSWORD_EXPIRED],
  ['that must change its password', { mustChangePassword: true }, ERROR.PASSWORD_MUST_CHANGE],
];

describe.each(STATES)('an account %s', (_, rules, code) => {
  test('says so to the right password', () => {
    expect(logon(rules)).toBe(code);
  });

  // Fact sheet 6.2 (public research): the state codes appear only when the password is right.
  test('says only 1326 to a wrong one, and counts it', () => {
    const decision = decideLogon(user(rules), wrong, NOW, policy, 'agt-1');
    expect(decision.win32).toBe(ERROR.LOGON_FAILURE);
    expect(decision.account?.badPasswordCount).toBe(1);
  });

  test('keeps its failures when the right password did not get in', () => {
    const failed = failedAt([NOW - 1], user(rules));
    const decision = decideLogon(failed, right, NOW, policy, 'agt-1');
    expect(decision.account?.badPasswordCount).toBe(1);
  });
});

test(
  proves(
    'directory.logon',
    'of several things wrong, the first in the order of Active Directory shows',
  ),
  () => {
    let rules: AccountRules = {};
    for (const [, more, code] of STATES.toReversed()) {
      rules = { ...rules, ...more };
      expect(logon(rules)).toBe(code);
    }
  },
);

test('an account expires at the moment and not one millisecond before', () => {
  expect(logon({ accountExpiresMs: NOW + 1 })).toBe(0);
  expect(logon({ accountExpiresMs: NOW })).toBe(ERROR.ACCOUNT_EXPIRED);
});

test('a password expires at the moment and not one millisecond before', () => {
  expect(logon({ passwordExpiresMs: NOW + 1 })).toBe(0);
  expect(logon({ passwordExpiresMs: NOW })).toBe(ERROR.PASSWORD_EXPIRED);
});

test('logon hours end with the last millisecond of the hour', () => {
  const rules = { logonHours: [33] };
  expect(logon(rules, right, NOW - 1)).toBe(0);
  expect(logon(rules, right, NOW)).toBe(ERROR.INVALID_LOGON_HOURS);
});

test('a machine in the list may log the user on, whatever its case', () => {
  expect(logon({ workstations: ['pc-7', 'AGT-1'] })).toBe(0);
});

test('a machine that cannot be told passes only where any machine does', () => {
  const over = (workstations: string[]) =>
    decideLogon(user({ workstations }), right, NOW, policy, undefined).win32;
  expect(over(['agt-1'])).toBe(ERROR.INVALID_WORKSTATION);
  expect(over(['agt-1', '*'])).toBe(0);
});

describe('lockout', () => {
  test('one failure below the threshold does not lock, the threshold does', () => {
    const below = failedAt([NOW, NOW + 1]);
    expect(decideLogon(below, right, NOW + 2, policy, 'agt-1').win32).toBe(0);
    const locked = failedAt([NOW, NOW + 1, NOW + 2]);
    expect(decideLogon(locked, right, NOW + 3, policy, 'agt-1').win32).toBe(
      ERROR.ACCOUNT_LOCKED_OUT,
    );
  });

  test('the failure that locks is itself answered with 1326', () => {
    const decision = decideLogon(failedAt([NOW, NOW]), wrong, NOW, policy, 'agt-1');
    expect(decision.win32).toBe(ERROR.LOGON_FAILURE);
    expect(decision.account?.lockedUntilMs).toBe(NOW + policy.adLockoutDurationMs);
  });

  test('ends with its duration and not one millisecond before', () => {
    const locked = failedAt([NOW, NOW, NOW]);
    const endMs = NOW + policy.adLockoutDurationMs;
    expect(decideLogon(locked, right, endMs - 1, policy, 'agt-1').win32).toBe(
      ERROR.ACCOUNT_LOCKED_OUT,
    );
    expect(decideLogon(locked, right, endMs, policy, 'agt-1').win32).toBe(0);
  });

  test('does not grow longer by tries made while it lasts', () => {
    const locked = failedAt([NOW, NOW, NOW]);
    expect(failedAt([NOW + 1, NOW + 2], locked)).toEqual(locked);
  });

  test('starts counting anew when it is over', () => {
    const endMs = NOW + policy.adLockoutDurationMs;
    const again = failedAt([NOW, NOW, NOW, endMs]);
    expect(again.badPasswordCount).toBe(1);
    expect(again.lockedUntilMs).toBeUndefined();
  });

  test('forgets failures when the window has passed and not one millisecond before', () => {
    const windowMs = policy.adLockoutWindowMs;
    expect(failedAt([NOW, NOW, NOW + windowMs - 1]).badPasswordCount).toBe(3);
    expect(failedAt([NOW, NOW, NOW + windowMs]).badPasswordCount).toBe(1);
  });

  test('is reset by a success', () => {
    const decision = decideLogon(failedAt([NOW, NOW]), right, NOW, policy, 'agt-1');
    expect(decision.account?.badPasswordCount).toBe(0);
  });

  test('comes before a disabled account and an empty password', () => {
    const rules = { disabled: true, lockedUntilMs: NOW + 1 };
    expect(logon(rules)).toBe(ERROR.ACCOUNT_LOCKED_OUT);
    expect(logon(rules, new Secret(''))).toBe(ERROR.ACCOUNT_LOCKED_OUT);
  });

  test('that is there from the start lasts as long as it says', () => {
    expect(logon({ lockedUntilMs: Number.POSITIVE_INFINITY }, right, NOW * 2)).toBe(
      ERROR.ACCOUNT_LOCKED_OUT,
    );
  });
});

const steps = fc.array(
  fc.record({ waitMs: fc.integer({ min: 0, max: 15 * MINUTE }), isRight: fc.boolean() }),
  { maxLength: 60 },
);
const policies = fc.record({
  adLockoutThreshold: fc.integer({ min: 1, max: 6 }),
  adLockoutDurationMs: fc.integer({ min: 1, max: 40 * MINUTE }),
  adLockoutWindowMs: fc.integer({ min: 1, max: 20 * MINUTE }),
});

test('whatever people type, counters stay sane and no lockout comes without its failures', () => {
  fc.assert(
    fc.property(steps, policies, (tries, drawn) => {
      let account = user();
      let nowMs = NOW;
      // Failures answered with 1326, each inside the window of the one before.
      let run: number[] = [];
      for (const { waitMs, isRight } of tries) {
        nowMs += waitMs;
        const wasLocked = account.lockedUntilMs !== undefined && nowMs < account.lockedUntilMs;
        const { win32, account: next } = decideLogon(
          account,
          isRight ? right : wrong,
          nowMs,
          drawn,
          'agt-1',
        );
        if (next) account = next;
        const last = run.at(-1);
        if (last !== undefined && nowMs - last >= drawn.adLockoutWindowMs) run = [];
        if (win32 === ERROR.LOGON_FAILURE) run.push(nowMs);
        if (win32 === 0) run = [];
        expect(account.badPasswordCount).toBeGreaterThanOrEqual(0);
        expect(account.badPasswordCount).toBeLessThanOrEqual(drawn.adLockoutThreshold);
        if (isRight) expect(win32).toBe(wasLocked ? ERROR.ACCOUNT_LOCKED_OUT : 0);
        const isLocked = account.lockedUntilMs !== undefined && nowMs < account.lockedUntilMs;
        if (isLocked && !wasLocked) {
          expect(run.length).toBeGreaterThanOrEqual(drawn.adLockoutThreshold);
        }
      }
    }),
  );
});
