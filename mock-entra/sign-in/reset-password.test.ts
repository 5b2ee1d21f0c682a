import { expect, test } from 'vitest';
import { Secret } from '../../runtime/secret.ts';
import { causes } from '../../test/parity/causes.ts';
import { openSession } from '../authorize/session.ts';
import { askToken, codeOf, createWorld, MIA, NOAH, START_MS, type World } from '../stub-world.ts';
import { resetPassword } from './reset-password.ts';

const FRESH = 'Blue-Tram-42';

function reset({ entra: { cloud } }: World, userName: string): boolean {
  const user = cloud.users.byName(userName);
  if (user === undefined) throw new Error(`${userName} is gone`);
  return resetPassword(cloud, user, new Secret(FRESH));
}

test(
  causes(50173, 'after an administrator’s reset the new password counts and the old tokens do not'),
  async () => {
    const world = await createWorld();
    const scope = 'openid offline_access';
    const { refresh_token } = JSON.parse((await askToken(world, { ...NOAH, scope })).body);
    expect(reset(world, NOAH.username)).toBe(true);
    const form = { grant_type: 'refresh_token', refresh_token, scope };
    expect(codeOf(await askToken(world, form))).toBe(50173);
    expect(codeOf(await askToken(world, NOAH))).toBe(50126);
    expect(codeOf(await askToken(world, { ...NOAH, password: FRESH }))).toBe(0);
  },
);

// EVIDENCE-OF ED-LOCK: an administrator unlocks by resetting the password (page of 2025-03)
test('a reset ends lock and expiry', async () => {
  const world = await createWorld({ smartLockoutThreshold: 1 });
  const { users } = world.entra.cloud;
  const noah = users.byName(NOAH.username);
  if (noah) users.put({ ...noah, passwordExpiresMs: START_MS });
  expect(codeOf(await askToken(world, { ...NOAH, password: 'wrong' }))).toBe(50126);
  expect(codeOf(await askToken(world, NOAH))).toBe(50053);
  reset(world, NOAH.username);
  expect(codeOf(await askToken(world, { ...NOAH, password: FRESH }))).toBe(0);
});

test('a reset ends the account’s part of every session, and nobody else’s', async () => {
  const world = await createWorld();
  const { cloud } = world.entra;
  const [ada, , noah] = [...cloud.users.list()].map(({ id }) => id);
  const signedIn = (userId = '') => {
    return { userId, authenticatedMs: START_MS, methods: ['pwd' as const], sessionId: userId };
  };
  const { session } = openSession(cloud, undefined, signedIn(ada));
  openSession(cloud, session, signedIn(noah));
  reset(world, NOAH.username);
  const [[, record] = []] = [...world.state.sessions.entries()];
  expect(record?.accounts.map(({ userId }) => userId)).toEqual([ada]);
  expect(record?.revokedUserIds).toEqual([noah]);
});

test('a password that lives on premises is not touched', async () => {
  const world = await createWorld();
  const before = world.entra.cloud.users.byName(MIA);
  expect(reset(world, MIA)).toBe(false);
  expect(world.entra.cloud.users.byName(MIA)).toBe(before);
});
