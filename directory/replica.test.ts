/** What a controller knows that hears late, or not at all. */
import { describe, expect, test } from 'vitest';
import type { AccountEffect } from '../protocol/effects.ts';
import { ERROR } from '../protocol/win32.ts';
import { createDice } from '../runtime/dice.ts';
import { Secret } from '../runtime/secret.ts';
import { proves } from '../test/parity/proves.ts';
import { createAccount } from './account.ts';
import { createDomain } from './domain.ts';

const ADA = 'ada@contoso.example';
const policy = { adLockoutThreshold: 3, adLockoutDurationMs: 600_000, adLockoutWindowMs: 600_000 };

function world(replicationDelayMs = 0) {
  const clock = { now: Date.UTC(2026, 0, 5), nowMs: () => clock.now };
  const accounts = [createAccount(ADA, new Secret('old'), createDice('s'))];
  const options = { name: 'contoso.example', accounts, policy, clock, replicationDelayMs };
  const domain = createDomain(options);
  const pdc = { answers: true };
  domain.replica({ pdcEmulator: true });
  const replica = domain.replica({ pdcEmulator: false, pdcAnswers: () => pdc.answers });
  const logon = (password: string, userPrincipalName = ADA) =>
    replica.logon(
      { userPrincipalName, password: new Secret(password), workstation: undefined },
      clock.now,
    );
  return { clock, domain, replica, pdc, logon };
}

describe('a replica that hears of nothing', () => {
  test(
    proves('directory.stale', 'takes the old password, and the new one from the PDC emulator'),
    () => {
      const { domain, replica, pdc, logon } = world();
      replica.hear(false);
      domain.setPassword(ADA, new Secret('new'));
      expect(logon('old')).toBe(ERROR.SUCCESS);
      expect(logon('new')).toBe(ERROR.SUCCESS);
      expect(logon('neither')).toBe(ERROR.LOGON_FAILURE);
      pdc.answers = false;
      expect(logon('new')).toBe(ERROR.LOGON_FAILURE);
    },
  );

  test('lets in who was disabled since, and knows nobody who was made since', () => {
    const { domain, replica, logon } = world();
    replica.hear(false);
    domain.setRules(ADA, { disabled: true });
    domain.put(createAccount('lea@contoso.example', new Secret('lea'), createDice('s')));
    expect(logon('old')).toBe(ERROR.SUCCESS);
    expect(logon('lea', 'lea@contoso.example')).toBe(ERROR.NO_SUCH_USER);
  });

  test('knows everything again as soon as it hears', () => {
    const { domain, replica, logon } = world();
    replica.hear(false);
    domain.setPassword(ADA, new Secret('new'));
    domain.rename(ADA, 'ada.l@contoso.example');
    replica.hear(true);
    expect(logon('old')).toBe(ERROR.NO_SUCH_USER);
    expect(logon('old', 'ada.l@contoso.example')).toBe(ERROR.LOGON_FAILURE);
    expect(logon('new', 'ada.l@contoso.example')).toBe(ERROR.SUCCESS);
  });

  test('keeps to the states that accounts were in when it went deaf', () => {
    const { domain, replica, logon } = world();
    const disabled: AccountEffect = { on: 'account', users: ['*'], kind: 'disabled' };
    replica.hear(false);
    domain.applyStates([disabled]);
    expect(logon('old')).toBe(ERROR.SUCCESS);
    replica.hear(true);
    expect(logon('old')).toBe(ERROR.ACCOUNT_DISABLED);
  });
});

describe('a replica that hears late', () => {
  test(proves('directory.replication', 'hears of a change after the delay and not before'), () => {
    const { clock, domain, logon } = world(15_000);
    domain.setRules(ADA, { disabled: true });
    clock.now += 14_999;
    expect(logon('old')).toBe(ERROR.SUCCESS);
    clock.now += 1;
    expect(logon('old')).toBe(ERROR.ACCOUNT_DISABLED);
  });

  // EVIDENCE-OF WIN-PDC: before a password is called wrong the PDC emulator is asked about it
  test('has a new password from the PDC emulator at once', () => {
    const { domain, logon } = world(15_000);
    domain.setPassword(ADA, new Secret('new'));
    expect(logon('new')).toBe(ERROR.SUCCESS);
  });

  // EVIDENCE-OF WIN-PDC: "Assigning an account lockout" replicates urgently
  test('hears of a lockout at once', () => {
    const { domain, logon } = world(15_000);
    for (const _ of [1, 2, 3]) domain.logon(ADA, new Secret('wrong'), undefined);
    expect(logon('old')).toBe(ERROR.ACCOUNT_LOCKED_OUT);
  });

  test('counts a bad password at the PDC emulator too, so that all controllers lock together', () => {
    const { domain, logon } = world(15_000);
    for (const _ of [1, 2, 3]) logon('wrong');
    expect(domain.logon(ADA, new Secret('old'), undefined)).toBe(ERROR.ACCOUNT_LOCKED_OUT);
  });

  test('follows names that were swapped', () => {
    const { clock, domain, logon } = world(15_000);
    const lea = 'lea@contoso.example';
    domain.put(createAccount(lea, new Secret('lea'), createDice('s')));
    domain.rename(ADA, 'between@contoso.example');
    domain.rename(lea, ADA);
    domain.rename('between@contoso.example', lea);
    clock.now += 15_000;
    expect(logon('lea')).toBe(ERROR.SUCCESS);
    expect(logon('old', lea)).toBe(ERROR.SUCCESS);
  });
});

describe('a state put over accounts', () => {
  const effect = (kind: AccountEffect['kind'], ...users: string[]): AccountEffect => {
    return { on: 'account', kind, users };
  };

  test.each([
    ['disabled', ERROR.ACCOUNT_DISABLED],
    ['locked', ERROR.ACCOUNT_LOCKED_OUT],
    ['password-expired', ERROR.PASSWORD_EXPIRED],
    ['must-change', ERROR.PASSWORD_MUST_CHANGE],
    ['account-expired', ERROR.ACCOUNT_EXPIRED],
    ['outside-hours', ERROR.INVALID_LOGON_HOURS],
    ['other-workstation', ERROR.INVALID_WORKSTATION],
    ['renamed', ERROR.NO_SUCH_USER],
  ] as const)('%s is what the right password meets, and nothing is left of it', (kind, win32) => {
    const { domain, logon } = world();
    const before = domain.find(ADA);
    domain.applyStates([effect(kind, 'ADA@contoso.example')]);
    expect(logon('old')).toBe(win32);
    domain.applyStates([effect(kind, 'somebody-else@contoso.example')]);
    expect(logon('old')).toBe(ERROR.SUCCESS);
    expect(domain.find(ADA)).toEqual(before);
  });

  test('bad passwords count under it, and a new password stays when it ends', () => {
    const { domain, logon } = world();
    domain.applyStates([effect('password-expired', '*')]);
    expect(logon('wrong')).toBe(ERROR.LOGON_FAILURE);
    expect(domain.find(ADA)?.badPasswordCount).toBe(1);
    const passwords = { oldPassword: new Secret('old'), newPassword: new Secret('Blue-Tram-42') };
    expect(domain.changePassword(ADA, passwords)).toBe('changed');
    domain.applyStates([]);
    expect(logon('Blue-Tram-42')).toBe(ERROR.SUCCESS);
    expect(domain.find(ADA)).not.toHaveProperty('passwordExpiresMs');
  });
});
