/** Forests, stale replicas and missing SRV records as people at a sign-in meet them. */
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import type { LabOptions } from '../estate.ts';
import type { Lab } from '../lab.ts';
import { healthy, quietLab, signIn } from '../people/stub-person.ts';
import { directoryUrls, forestsOf } from './forests.ts';

const BOB = 'bob@fabrikam.example';
const PASSWORD = 'Blue-Tram-42';
const SITES = [
  { name: 'hq', agents: ['agt-1'], controllers: ['dc-1', 'dc-2'] },
  { name: 'branch', agents: ['agt-2'], controllers: ['dc-3'] },
];
const TWO: LabOptions = {
  sites: SITES,
  forests: [
    { name: 'corp', controllers: ['dc-1'] },
    { name: 'fabrikam', controllers: ['dc-3'] },
  ],
};

async function withBob(lab: Lab): Promise<() => Promise<[unknown, unknown]>> {
  lab.directory.put(BOB, { password: PASSWORD });
  await lab.sync.force();
  const { userName, password } = healthy(lab);
  return async () => [await signIn(lab, userName, password), await signIn(lab, BOB, PASSWORD)];
}

test('controllers that no forest names belong to the first, and agents ask those only', () => {
  const forests = forestsOf(TWO, SITES, 'contoso.example');
  expect(forests).toMatchObject([
    { name: 'corp', suffixes: ['contoso.example'], controllers: ['dc-1', 'dc-2'] },
    { name: 'fabrikam', suffixes: ['fabrikam.example'], controllers: ['dc-3'], trust: 'two-way' },
  ]);
  const [, branch] = SITES;
  expect(branch && directoryUrls(branch, SITES, forests)).toEqual([
    'ldaps://dc-1.corp.contoso.example.lab.localhost',
    'ldaps://dc-2.corp.contoso.example.lab.localhost',
  ]);
});

test('users of a trusted forest sign in, as long as one of its controllers answers', async () => {
  await using lab = await quietLab(TWO);
  const both = await withBob(lab);
  expect(await both()).toEqual([0, 0]);
  await lab.faults.on('dc-down', { controllers: ['dc-3'] });
  expect(await both()).toEqual([0, 80007]);
});

test('a trust that is not there is a wrong password to people', async () => {
  const [corp, fabrikam] = TWO.forests ?? [];
  if (!corp || !fabrikam) throw new Error('two forests are declared above');
  const forests = [corp, { ...fabrikam, trust: 'none' as const }];
  await using lab = await quietLab({ ...TWO, forests });
  expect(await (await withBob(lab))()).toEqual([0, 50126]);
});

test(
  proves('directory.trusts', 'each trouble of a trust hits the users of that forest only'),
  async () => {
    await using lab = await quietLab(TWO);
    const both = await withBob(lab);
    for (const [fault, result] of [
      ['trust-broken', 80007],
      ['selective-authentication', 80007],
      ['suffix-not-routed', 50126],
    ] as const) {
      const { key } = await lab.faults.on(fault, { forests: ['fabrikam'] });
      expect(await both(), fault).toEqual([0, result]);
      await lab.faults.off(key);
    }
    expect(await both()).toEqual([0, 0]);
  },
);

test(
  proves('directory.locator', 'agents pass over a controller that no SRV record names'),
  async () => {
    await using lab = await quietLab();
    const { userName, password } = healthy(lab);
    await lab.faults.on('srv-missing', { controllers: ['dc-1', 'dc-3'] });
    // Whoever asked one of them would let in a person who is disabled meanwhile.
    await lab.faults.on('stale-replica', { controllers: ['dc-1', 'dc-3'] });
    lab.directory.setRules(userName, { disabled: true });
    for (const _ of [1, 2, 3, 4]) expect(await signIn(lab, userName, password)).toBe(50057);
    await lab.faults.on('srv-missing', { controllers: ['dc-2'] });
    expect(await signIn(lab, userName, password)).toBe(80007);
  },
);

test('who was disabled still signs in where the controller is stale', async () => {
  await using lab = await quietLab({ sites: SITES.slice(0, 1) });
  const { userName, password } = healthy(lab);
  await lab.faults.on('stale-replica', { controllers: ['dc-1'] });
  lab.directory.setRules(userName, { disabled: true });
  expect(await signIn(lab, userName, password)).toBe(0);
  await lab.faults.reset();
  expect(await signIn(lab, userName, password)).toBe(50057);
});

test(causes(80013, 'a controller whose clock is off by more than five minutes'), async () => {
  await using lab = await quietLab();
  const { userName, password } = healthy(lab);
  const { key } = await lab.faults.on('dc-clock-skew', {}, { offset: 300_000 });
  expect(await signIn(lab, userName, password)).toBe(0);
  await lab.faults.off(key);
  await lab.faults.on('dc-clock-skew', {}, { offset: 300_001 });
  expect(await signIn(lab, userName, password)).toBe(80013);
});

test('account faults may name people by their user principal names', async () => {
  await using lab = await quietLab();
  const { userName, password } = healthy(lab);
  await lab.faults.on('account-disabled', { users: ['somebody@contoso.example'] });
  expect(await signIn(lab, userName, password)).toBe(0);
  await lab.faults.on('account-locked', { users: [userName] });
  expect(await signIn(lab, userName, password)).toBe(50053);
});
