/** Every change of the tenant and of Connect: what it does, what it refuses, and its way back. */
import { describe, expect, test } from 'vitest';
import { changePassword } from '../../mock-entra/sign-in/change-password.ts';
import { Secret } from '../../runtime/secret.ts';
import { proves } from '../../test/parity/proves.ts';
import type { Where } from '../faults/fault.ts';
import { inspectEstate } from '../inspect-estate.ts';
import type { Lab } from '../lab.ts';
import { healthy, quietLab, signIn } from '../people/stub-person.ts';

const HEALTHY = 'healthy@contoso.example';
const NEWCOMER = 'newcomer@contoso.example';

/** What an administrator could tell apart afterwards. */
function describeLab(lab: Lab) {
  const { cloud } = lab.entra;
  return {
    settings: cloud.settings(),
    domains: cloud.tenant.domains,
    writeback: cloud.tenant.passwordWriteback,
    users: [...cloud.users.list()].sort((one, other) => one.id.localeCompare(other.id)),
    accounts: structuredClone(lab.accounts),
    connect: lab.connectServers.list(),
    inDirectory: lab.directory.find(NEWCOMER)?.userPrincipalName,
    findings: inspectEstate(lab),
  };
}

const CASES: readonly [id: string, where?: Where | undefined, first?: string][] = [
  ['convert-domain'],
  ['create-break-glass'],
  ['create-user'],
  ['disable-writeback', undefined, 'enable-writeback'],
  ['disable-writeback', { users: [HEALTHY] }],
  ['enable-hash-sync'],
  ['enable-writeback'],
  ['remove-break-glass'],
  ['reset-password', { users: [HEALTHY] }],
  ['set-smart-lockout'],
  ['stop-connect', { connectServers: ['agt-1'] }],
  ['upgrade-connect'],
];

test.each(CASES)(
  proves('changes.undo', '%s %j is taken back whole, and the timeline tells of both'),
  async (id, where, first) => {
    await using lab = await quietLab({ sites: OUTDATED });
    if (first !== undefined) await lab.changes.apply(first);
    const before = describeLab(lab);
    const { key } = await lab.changes.apply(id, where);
    expect(describeLab(lab)).not.toEqual(before);
    await lab.changes.undo(key);
    expect(describeLab(lab)).toEqual(before);
    const told = lab.timeline.entries.filter((entry) => entry.kind === 'change').slice(-2);
    expect(told).toMatchObject([
      { change: id, state: 'done' },
      { change: id, state: 'undone' },
    ]);
  },
);

const OUTDATED = [
  {
    ...{ name: 'hq', agents: ['agt-1', 'agt-2', 'agt-3'], controllers: ['dc-1'] },
    connect: [{ name: 'agt-1', role: 'primary' as const, version: '2.0.0.0' }],
  },
];

test('several changes are taken back latest first', async () => {
  await using lab = await quietLab();
  const before = describeLab(lab);
  await lab.changes.apply('create-user');
  await lab.changes.apply('reset-password', { users: [NEWCOMER] });
  await lab.changes.apply('switch-sign-in-method', {}, { by: 'support' });
  await lab.changes.undoAll();
  expect(lab.changes.list()).toEqual([]);
  expect(describeLab(lab)).toEqual(before);
});

describe('what cannot be is refused with a sentence, and has not happened', () => {
  test.each([
    [['fly'], 'There is no change "fly"; known are:'],
    [['force-sync', { sites: ['hq'] }], 'force-sync takes nothing as its place, got "sites".'],
    [
      ['stop-connect', { connectServers: ['hal'] }],
      'stop-connect: expected one of the connectServers agt-1, got "hal".',
    ],
    [
      ['switch-sign-in-method', {}, { method: 'magic' }],
      'switch-sign-in-method.method: expected one of pta, phs, federated, got "magic".',
    ],
    [
      ['set-smart-lockout', {}, { threshold: 0 }],
      'set-smart-lockout.threshold: expected 1 to 50 attempts, got "0".',
    ],
    [['reset-password'], 'reset-password needs users: say whose.'],
    [['reset-password', { users: ['x@y.example'] }], 'has no account "x@y.example"'],
    [['create-user', { users: [HEALTHY] }], `The directory has "${HEALTHY}" already.`],
    [['enable-writeback', { users: ['x@y.example'] }], 'Expected a user of the tenant'],
  ] as const)('%j', async ([id, where, parameters], sentence) => {
    await using lab = await quietLab();
    await expect(lab.changes.apply(id, where, parameters)).rejects.toThrow(sentence);
    expect(lab.changes.list()).toEqual([]);
    expect(lab.timeline.entries.some(({ kind }) => kind === 'change')).toBe(false);
  });
});

test('a newcomer signs in once a forced synchronisation has run, with the password the lab has', async () => {
  await using lab = await quietLab();
  await lab.changes.apply('create-user');
  const { newcomer } = lab.accounts;
  const asNewcomer = () => signIn(lab, NEWCOMER, newcomer?.password ?? '');
  expect(await asNewcomer()).toBe(50034);
  await lab.changes.apply('force-sync');
  expect(await asNewcomer()).toBe(0);
});

test('a reset password is the one that counts, and its owner has it', async () => {
  await using lab = await quietLab();
  const earlier = healthy(lab).password;
  await lab.changes.apply('reset-password', { users: [HEALTHY] });
  expect(await signIn(lab, HEALTHY, earlier)).toBe(50126);
  expect(await signIn(lab, HEALTHY, healthy(lab).password)).toBe(0);
});

test('a lower threshold of smart lockout locks sooner', async () => {
  await using lab = await quietLab();
  await lab.changes.apply('set-smart-lockout', {}, { threshold: 2 });
  const tries = [];
  for (let at = 0; at < 3; at++) tries.push(await signIn(lab, HEALTHY, 'wrong'));
  expect(tries).toEqual([50126, 50126, 50053]);
});

test('with writeback switched on an expired password can be changed by its owner', async () => {
  await using lab = await quietLab();
  const { cloud } = lab.entra;
  const change = async () => {
    const user = cloud.users.byName(HEALTHY);
    if (user === undefined) throw new Error('the healthy user is gone');
    const oldPassword = new Secret(healthy(lab).password);
    const newPassword = new Secret('Blue-Tram-42');
    return lab.drive(changePassword(cloud, { user, oldPassword, newPassword }));
  };
  expect(await change()).toBe(120012);
  await lab.changes.apply('enable-writeback');
  await lab.changes.apply('disable-writeback', { users: [HEALTHY] });
  expect(await change()).toBe(120012);
  await lab.changes.apply('enable-writeback', { users: [HEALTHY] });
  await lab.changes.apply('stop-connect');
  expect(await change()).toBe(120013);
  await lab.changes.apply('start-connect');
  expect(await change()).toBe(0);
});
