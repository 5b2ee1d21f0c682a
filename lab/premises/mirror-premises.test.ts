import { expect, test } from 'vitest';
import { createAccount } from '../../directory/account.ts';
import { createDomain } from '../../directory/domain.ts';
import { createDice } from '../../runtime/dice.ts';
import { Secret } from '../../runtime/secret.ts';
import { createVirtualClock } from '../../runtime/virtual/clock.ts';
import { proves } from '../../test/parity/proves.ts';
import type { MirroredAccount } from '../outposts/outposts.ts';
import { createDirectoryControl } from './directory-control.ts';
import { mirrorPremises } from './mirror-premises.ts';

const ANNA = 'anna@contoso.example';
const BEN = 'ben@contoso.example';
const NOW_MS = 1_000_000;
const WELL = {
  ...{ disabled: false, locked: false, mustChangePassword: false },
  ...{ passwordExpired: false, accountExpired: false },
};

function open() {
  const dice = createDice('mirror');
  const clock = createVirtualClock(NOW_MS);
  const passwords = new Map([
    [ANNA, new Secret('one')],
    [BEN, new Secret('two')],
  ]);
  const inMemory = createDomain({
    ...{ name: 'contoso.example', clock },
    accounts: [...passwords].map(([name, password]) => createAccount(name, password, dice)),
    policy: { adLockoutThreshold: 3, adLockoutDurationMs: 1, adLockoutWindowMs: 1 },
    changed: () => mirror.changed(),
  });
  const batches: (readonly MirroredAccount[])[] = [];
  const mirror = mirrorPremises({
    ...{ accounts: inMemory, passwords, clock },
    write: async (accounts) => void batches.push(accounts),
    report(error) {
      throw error;
    },
  });
  const control = mirror.control(createDirectoryControl(mirror.accounts, dice.fork('control')));
  /** What was written since it was last asked. */
  const written = async () => {
    await mirror.catchUp();
    return batches.splice(0).flat();
  };
  return { mirror, control, accounts: mirror.accounts, written, clock, batches };
}

test('everybody is written once, with the password', async () => {
  const { written } = open();
  expect(await written()).toEqual([
    { ...WELL, userPrincipalName: ANNA, password: 'one' },
    { ...WELL, userPrincipalName: BEN, password: 'two' },
  ]);
  expect(await written()).toEqual([]);
});

test(
  proves(
    'containers.mirror',
    'a change is written as what differs, with a password only where it is a new one',
  ),
  async () => {
    const { control, accounts, written } = open();
    await written();
    control.setRules(ANNA, { disabled: true });
    expect(await written()).toEqual([{ ...WELL, userPrincipalName: ANNA, disabled: true }]);
    control.resetPassword(BEN, 'three');
    expect(await written()).toEqual([{ ...WELL, userPrincipalName: BEN, password: 'three' }]);
    const passwords = { oldPassword: new Secret('three'), newPassword: new Secret('Fresh-Tram-4') };
    expect(accounts.changePassword(BEN, passwords)).toBe('changed');
    expect(await written()).toMatchObject([{ password: 'Fresh-Tram-4' }]);
    control.put('carl@contoso.example', { password: 'four', mustChangePassword: true });
    expect(await written()).toMatchObject([{ password: 'four', mustChangePassword: true }]);
  },
);

test('who is renamed goes under the old name first, and comes under the new with the password', async () => {
  const { control, written } = open();
  await written();
  control.rename(ANNA, 'anna.new@contoso.example');
  expect(await written()).toEqual([
    { ...WELL, userPrincipalName: ANNA, removed: true },
    { ...WELL, userPrincipalName: 'anna.new@contoso.example', password: 'one' },
  ]);
});

test('what an account effect puts over an account is taken off again', async () => {
  const { mirror, written } = open();
  await written();
  await mirror.applyStates([{ on: 'account', users: [ANNA], kind: 'locked' }]);
  expect(await written()).toEqual([{ ...WELL, userPrincipalName: ANNA, locked: true }]);
  await mirror.applyStates([{ on: 'account', users: [ANNA], kind: 'renamed' }]);
  expect(await written()).toMatchObject([{ userPrincipalName: ANNA, removed: true }]);
  await mirror.applyStates([]);
  expect(await written()).toEqual([{ ...WELL, userPrincipalName: ANNA, password: 'one' }]);
});

test('an administrator ends a lockout of which the lab knows nothing', async () => {
  const { control, written } = open();
  await written();
  control.setRules(ANNA, { lockedUntilMs: undefined });
  expect(await written()).toEqual([{ ...WELL, userPrincipalName: ANNA, unlock: true }]);
  control.reset();
  expect((await written()).map(({ unlock }) => unlock)).toEqual([true, true]);
});

test(
  proves('containers.expiry', 'what lies ahead is written when the lab’s time has come to it'),
  async () => {
    const { control, written, clock, batches } = open();
    await written();
    control.setRules(ANNA, { accountExpiresMs: NOW_MS + 60_000 });
    control.setRules(BEN, { passwordExpiresMs: NOW_MS + 90_000 });
    expect(await written()).toEqual([]);
    await clock.advanceTo(NOW_MS + 59_999);
    expect(batches).toEqual([]);
    await clock.advanceTo(NOW_MS + 60_000);
    expect(batches.splice(0)).toEqual([
      [{ ...WELL, userPrincipalName: ANNA, accountExpired: true }],
    ]);
    await clock.advanceTo(NOW_MS + 90_000);
    expect(batches.splice(0)).toEqual([
      [{ ...WELL, userPrincipalName: BEN, passwordExpired: true }],
    ]);
  },
);

test('a directory that lost everybody is told of everybody again, and of who has gone', async () => {
  const { mirror, control, written } = open();
  await written();
  await mirror.writeAll();
  expect(await written()).toMatchObject([{ password: 'one' }, { password: 'two' }]);
  control.remove(BEN);
  expect(await written()).toMatchObject([{ userPrincipalName: BEN, removed: true }]);
});

test('an account whose password nobody knows is refused, and not named', async () => {
  const { accounts, clock } = open();
  const stranger = createAccount('dora@contoso.example', new Secret('x'), createDice('else'));
  const { catchUp } = mirrorPremises({
    ...{ accounts: { ...accounts, accounts: () => [stranger].values() }, passwords: new Map() },
    ...{ clock, write: async () => {}, report: () => {} },
  });
  await expect(catchUp()).rejects.toMatchObject({
    code: 'DIRECTORY_PASSWORD_UNKNOWN',
    message: expect.not.stringContaining('dora'),
  });
});
