import { describe, expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { ADMIN, createWorld, NOAH, tokenFor } from '../stub-world.ts';
import { createUsers } from '../tenant/users.ts';
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
  const flow = {
    request: { clientId: 'c', tenantSegment: 't', scope: 'openid' },
    ...{ startedMs: 1, expiresMs: 2, progress: {} },
  };
  const deviceCode = {
    ...{ userCode: 'ABC', clientId: 'c', scope: 'openid', expiresMs: 2, intervalMs: 1 },
  };
  const dump = (collections: object) => ({ format: 'pta-lab state', version: 1, collections });

  test.each([
    ['nothing', undefined, 'a state dump'],
    ['another file', { users: [] }, 'a state dump'],
    ['a later version', { ...dump({ settings }), version: 2 }, 'version 1, got version 2'],
    ['no settings', dump({}), 'one record of settings'],
    ['settings of something', dump({ settings: [['x', settings[0]?.[1]]] }), 'settings, "tenant"'],
    ['an unknown collection', dump({ settings, cats: [] }), 'got a collection "cats"'],
    ['the keys', dump({ settings, signingKeys: [] }), 'got a collection "signingKeys"'],
    ['a record without a key', dump({ settings, users: [[user]] }), 'at users[0]'],
    [
      'half a user',
      dump({ settings, users: [['u', { id: 'u' }]] }),
      'a string at users[0].userPrincipalName',
    ],
    ['a user of another id', dump({ settings, users: [['v', user]] }), 'the id of users[0]'],
    [
      'a password that is no digest',
      dump({ settings, users: [['u', { ...user, cloudPassword: 'secret' }]] }),
      'a record at users[0].cloudPassword, got string',
    ],
    [
      'a role that is no text',
      dump({ settings, users: [['u', { ...user, roles: [5] }]] }),
      'a string at users[0].roles[0], got number',
    ],
    [
      'a second factor that is none',
      dump({ settings, users: [['u', { ...user, secondFactor: 5 }]] }),
      'a record at users[0].secondFactor, got number',
    ],
    [
      'two users of one name',
      dump({
        settings,
        users: [
          ['u', user],
          ['v', { ...user, id: 'v', userPrincipalName: 'U@contoso.example' }],
        ],
      }),
      'a name of its own at users[1]',
    ],
    ['half a flow', dump({ settings, flows: [['f', {}]] }), 'a record at flows[0].request'],
    [
      'a flow that leads nowhere',
      dump({ settings, flows: [['f', { ...flow, purpose: { kind: 'application' } }]] }),
      'a record at flows[0].purpose.reply, got nothing',
    ],
    [
      'an approval by nobody',
      dump({ settings, deviceCodes: [['d', { ...deviceCode, answer: { kind: 'approved' } }]] }),
      'a record at deviceCodes[0].answer.signedIn, got nothing',
    ],
    ['half a lockout', dump({ settings, lockouts: [['u/familiar', {}]] }), 'lockouts[0].failures'],
  ])('%s', async (_, value, expected) => {
    const { state } = await createWorld();
    const before = JSON.stringify(exportState(state));
    expect(() => importState(state, createUsers(state.users), value)).toThrow(expected);
    expect(JSON.stringify(exportState(state))).toBe(before);
  });
});
