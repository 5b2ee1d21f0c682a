import { describe, expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { createUsers } from '../tenant/users.ts';
import { ADMIN, createWorld, NOAH, tokenFor } from '../test-world.ts';
import { exportState, importState } from './dump.ts';
import { createState } from './state.ts';

test(
  proves('tenant.state-dump', 'what is exported and imported is the same state, users included'),
  async () => {
    const { state } = await createWorld();
    state.families.set('f-1', { userId: 'u-1' });
    const text = JSON.stringify(exportState(state));
    const copy = createState();
    const users = createUsers(copy.users);
    importState(copy, users, JSON.parse(text));
    expect(JSON.stringify(exportState(copy))).toBe(text);
    expect(users.byName(NOAH.username)?.displayName).toBe('Noah');
  },
);

test('an import replaces what was there, and nobody who was removed is found any more', async () => {
  const world = await createWorld();
  const users = createUsers(world.state.users);
  users.reindex();
  const before = exportState(world.state);
  users.put({ id: 'x', userPrincipalName: 'eve@contoso.example', displayName: 'Eve' });
  importState(world.state, users, before);
  expect(users.byName('eve@contoso.example')).toBeUndefined();
  expect(await tokenFor(world, 'openid', ADMIN)).toMatch(/^ey/);
});

test('keys that sign tokens are in no dump, and stay through an import', async () => {
  const { state } = await createWorld();
  const key = { kid: 'k', certificatePem: 'C', privatePem: 'canary-key', createdMs: 1 };
  state.signingKeys.set('k', key);
  const dump = exportState(state);
  expect(JSON.stringify(dump)).not.toContain('canary-key');
  importState(state, createUsers(state.users), dump);
  expect(state.signingKeys.get('k')).toEqual(key);
});

describe('what is no whole dump is refused, and nothing has changed', () => {
  const user = { id: 'u', userPrincipalName: 'u@contoso.example', displayName: 'U' };
  const settings = [
    ['tenant', { passThroughAuthentication: true, passwordHashSync: false, synchronizeUpn: true }],
  ];
  const dump = (collections: object) => ({ format: 'pta-lab state', version: 1, collections });

  test.each([
    ['nothing', undefined, 'a state dump'],
    ['another file', { users: [] }, 'a state dump'],
    ['a later version', { ...dump({ settings }), version: 2 }, 'version 1, got version 2'],
    ['no settings', dump({}), 'one record of settings'],
    ['an unknown collection', dump({ settings, cats: [] }), 'got a collection "cats"'],
    ['the keys', dump({ settings, signingKeys: [] }), 'got a collection "signingKeys"'],
    ['a record without a key', dump({ settings, users: [[user]] }), 'at users[0]'],
    ['half a user', dump({ settings, users: [['u', { id: 'u' }]] }), 'userPrincipalName'],
    ['a user of another id', dump({ settings, users: [['v', user]] }), 'the id of users[0]'],
    [
      'a password that is no digest',
      dump({ settings, users: [['u', { ...user, cloudPassword: 'secret' }]] }),
      'cloudPassword as a digest at users[0], got string',
    ],
  ])('%s', async (_, value, expected) => {
    const { state } = await createWorld();
    const before = JSON.stringify(exportState(state));
    expect(() => importState(state, createUsers(state.users), value)).toThrow(expected);
    expect(JSON.stringify(exportState(state))).toBe(before);
  });
});
