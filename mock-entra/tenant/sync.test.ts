/** What the cloud takes over from the directory, and what it keeps. */
import { describe, expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { ADMIN, createWorld, MIA, NOAH, type World } from '../stub-world.ts';
import { createCloudSync, type DirectoryChange } from './sync.ts';
import type { Tenant, User } from './tenant.ts';

const JUNE_2015_MS = Date.UTC(2015, 5, 15);
const OLD_TENANT: Partial<Tenant> = {
  createdMs: JUNE_2015_MS - 1,
  settings: { passThroughAuthentication: true, passwordHashSync: false, synchronizeUpn: false },
};

async function worldOf(changes: Partial<Tenant> = {}, mia: Partial<User> = {}) {
  const world = await createWorld(undefined, undefined, { changes });
  const { users } = world.entra.cloud;
  const user = users.byName(MIA);
  if (user !== undefined) users.put({ ...user, ...mia });
  return { world, sync: createCloudSync(world.entra.cloud), users };
}

function mia(userPrincipalName = MIA, enabled = true): DirectoryChange {
  return { immutableId: 'mia-id', knownAs: MIA, account: { userPrincipalName, enabled } };
}

test('an account that is new becomes a user that agents are asked about', async () => {
  const { sync, users } = await worldOf();
  const account = { userPrincipalName: 'lea@contoso.example', enabled: true };
  const change = { immutableId: 'lea-id', knownAs: 'lea@contoso.example', account };
  expect(sync.apply(change).kind).toBe('create');
  expect(users.byImmutableId('lea-id')).toMatchObject({ userPrincipalName: 'lea@contoso.example' });
  expect(users.byImmutableId('lea-id')?.cloudPassword).toBeUndefined();
  expect(sync.apply(change).kind).toBe('nothing');
});

test('a name outside the tenant’s domains comes under its first one', async () => {
  const { sync, users } = await worldOf();
  const account = { userPrincipalName: 'lea@corp.local', enabled: true };
  sync.apply({ immutableId: 'lea-id', knownAs: 'lea@corp.local', account });
  expect(users.byImmutableId('lea-id')?.userPrincipalName).toBe('lea@contoso.example');
});

test('disabled and enabled again, removed: each is taken over', async () => {
  const { sync, users } = await worldOf();
  sync.apply(mia(MIA, false));
  expect(users.byName(MIA)?.accountEnabled).toBe(false);
  sync.apply(mia(MIA, true));
  expect(users.byName(MIA)?.accountEnabled).toBe(true);
  expect(sync.apply({ immutableId: 'mia-id', knownAs: MIA }).kind).toBe('remove');
  expect(users.byName(MIA)).toBeUndefined();
  expect(sync.apply({ immutableId: 'mia-id', knownAs: MIA }).kind).toBe('nothing');
});

test('a user made in the cloud is never taken over by an account of the same name', async () => {
  const { sync, users } = await worldOf();
  const account = { userPrincipalName: ADMIN.username, enabled: false };
  const decision = sync.apply({ immutableId: 'other', knownAs: ADMIN.username, account });
  expect(decision).toMatchObject({ kind: 'refuse', refused: expect.stringContaining('already') });
  expect(users.byName(ADMIN.username)?.accountEnabled).toBeUndefined();
});

describe('a changed user principal name', () => {
  const renamed = mia('mia.meier@contoso.example');

  test('is taken over, and the user stays the same one', async () => {
    const { sync, users } = await worldOf();
    const before = users.byName(MIA)?.id;
    expect(sync.apply(renamed).kind).toBe('update');
    expect(users.byName('mia.meier@contoso.example')?.id).toBe(before);
    expect(users.byName(MIA)).toBeUndefined();
    // From here on the id ties them, not the name.
    expect(sync.apply(mia('mia.again@contoso.example')).kind).toBe('update');
    expect(users.byName('mia.again@contoso.example')?.id).toBe(before);
  });

  // EVIDENCE-OF ED-FAQ: "the default behavior of tenants created prior to June 15, 2015 was to
  // block UPN changes"
  test(
    proves('sync.upn', 'is kept back in a tenant of the day before, and not in one of that day'),
    async () => {
      const { sync, users } = await worldOf(OLD_TENANT);
      const refused = expect.stringContaining('15 June 2015');
      expect(sync.apply(renamed)).toMatchObject({ kind: 'update', refused });
      expect(users.byImmutableId('mia-id')?.userPrincipalName).toBe(MIA);

      const newer = await worldOf({ ...OLD_TENANT, createdMs: JUNE_2015_MS });
      expect(newer.sync.apply(renamed)).not.toHaveProperty('refused');
      expect(newer.users.byName('mia.meier@contoso.example')).toBeDefined();
    },
  );

  test('is kept back while other changes of the same account are taken over', async () => {
    const { sync, users } = await worldOf(OLD_TENANT);
    sync.apply(mia('mia.meier@contoso.example', false));
    expect(users.byName(MIA)?.accountEnabled).toBe(false);
  });

  // EVIDENCE-OF ED-SYNC: "On next change of the userPrincipalName attribute on-premises, the normal
  // delta sync on users will update the UPN."
  test('is taken over in an old tenant once the feature is on, at its next change', async () => {
    const { world, sync, users } = await worldOf(OLD_TENANT);
    sync.apply(renamed);
    setUpnFeature(world);
    expect(users.byName(MIA)).toBeDefined();
    sync.apply(mia('mia.m@contoso.example'));
    expect(users.byName('mia.m@contoso.example')).toBeDefined();
  });

  // EVIDENCE-OF ED-SYNC: "blocked, unless both of these conditions were true: The user is managed
  // (non-federated). The user hasn't been assigned a license."
  test('of a user without a licence was never kept back', async () => {
    const { sync, users } = await worldOf(OLD_TENANT, { licensed: false });
    sync.apply(renamed);
    expect(users.byName('mia.meier@contoso.example')).toBeDefined();
  });

  test('that another user has is kept back everywhere', async () => {
    const { sync, users } = await worldOf();
    expect(sync.apply(mia(NOAH.username))).toMatchObject({ refused: expect.any(String) });
    expect(users.byImmutableId('mia-id')?.userPrincipalName).toBe(MIA);
  });

  test('changes what agents are told of a user with an Alternate ID, not how they sign in', async () => {
    const { sync, users } = await worldOf({}, { onPremisesUserPrincipalName: 'mm@corp.example' });
    sync.apply(mia('meier@corp.example'));
    expect(users.byName(MIA)).toMatchObject({
      userPrincipalName: MIA,
      onPremisesUserPrincipalName: 'meier@corp.example',
    });
  });
});

// EVIDENCE-OF ED-REFRESH: "Password changed by user | Revoked"
test('a hash that replaces another one ends what rested on the old password', async () => {
  const { world, sync, users } = await worldOf();
  const { families } = world.state;
  const userId = users.byName(MIA)?.id ?? '';
  families.set('family', { userId });
  sync.setHash(mia(), { salt: 'a', digest: 'first' });
  expect(families.get('family')).toEqual({ userId });
  sync.setHash(mia(), { salt: 'a', digest: 'first' });
  expect(families.get('family')).toEqual({ userId });
  sync.setHash(mia(), { salt: 'b', digest: 'second' });
  expect(families.get('family')).toEqual({ userId, revoked: 'password-changed' });
});

function setUpnFeature({ entra }: World): void {
  const { settings, setSettings } = entra.cloud;
  setSettings({ ...settings(), synchronizeUpn: true });
}
