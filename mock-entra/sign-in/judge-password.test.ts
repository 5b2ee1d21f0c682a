/** Who judges a password, and what is said before anybody does. */

import { expect, test } from 'vitest';
import { DAY_MS } from '../../protocol/time-units.ts';
import { Secret } from '../../runtime/secret.ts';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { accepts, answer, enrol, listen } from '../agents/stub-agent.ts';
import type { SettingsRecord } from '../state/records.ts';
import {
  ADMIN,
  askToken,
  codeOf,
  createWorld,
  MIA,
  NOAH,
  START_MS,
  type World,
} from '../stub-world.ts';
import { changeSettings } from '../tenant/change-settings.ts';
import { createCloudPassword, type User } from '../tenant/tenant.ts';

const OLD = 'Hash-Of-Last-Week';

/** Mia with a hash that was synchronised some time ago. */
function withHash(world: World): void {
  change(world, MIA, { syncedPassword: createCloudPassword(new Secret(OLD), 'salt') });
}

function change({ entra }: World, userName: string, changes: Partial<User>): void {
  const { users } = entra.cloud;
  const user = users.byName(userName);
  if (user) users.put({ ...user, ...changes });
}

function set(world: World, settings: Partial<SettingsRecord>): void {
  const { cloud } = world.entra;
  cloud.setSettings({ ...cloud.settings(), ...settings });
}

async function signIn(world: World, username: string, password: string): Promise<number> {
  return codeOf(await askToken(world, { username, password }));
}

test(causes(50034, 'a user that the tenant does not have'), async () => {
  const world = await createWorld();
  expect(await signIn(world, 'nobody@contoso.example', 'whatever')).toBe(50034);
  expect(world.rows.at(-1)).toMatchObject({ errorCode: 50034, method: 'none' });
});

test(causes(50126, 'a wrong password of a cloud-only user'), async () => {
  expect(await signIn(await createWorld(), NOAH.username, 'wrong')).toBe(50126);
});

test(
  causes(50057, 'a disabled account is told so whatever the password, and no agent is asked'),
  async () => {
    const world = await createWorld();
    const channel = await listen(world, await enrol(world, 'agt-1'));
    for (const userName of [NOAH.username, MIA]) change(world, userName, { accountEnabled: false });
    expect(await signIn(world, NOAH.username, NOAH.password)).toBe(50057);
    expect(await signIn(world, NOAH.username, 'wrong')).toBe(50057);
    expect(await signIn(world, MIA, 'whatever')).toBe(50057);
    expect(channel.requests()).toEqual([]);
  },
);

test(
  causes(
    50055,
    proves(
      'sign-in.cloud-password',
      'a password in the cloud expires at its moment, not one millisecond before, and only who ' +
        'knows it is told',
    ),
  ),
  async () => {
    const world = await createWorld();
    change(world, NOAH.username, { passwordExpiresMs: START_MS + DAY_MS });
    await world.clock.advanceTo(START_MS + DAY_MS - 1);
    expect(await signIn(world, NOAH.username, NOAH.password)).toBe(0);
    await world.clock.advanceTo(START_MS + DAY_MS);
    const expired = await askToken(world, NOAH);
    expect(JSON.parse(expired.body)).toMatchObject({
      error_codes: [50055],
      suberror: 'user_password_expired',
      password_change_url: expect.stringMatching(/^https:\/\//),
    });
    expect(await signIn(world, NOAH.username, 'wrong')).toBe(50126);
  },
);

// EVIDENCE-OF ED-FAQ: "The password expiry doesn't trigger the revocation of authentication tokens
// or cookies."
test(
  proves('sign-in.outlives-expiry', 'a token outlives the expiry of the password behind it'),
  async () => {
    const world = await createWorld();
    change(world, NOAH.username, { passwordExpiresMs: START_MS + 60_000 });
    const scope = 'openid offline_access User.Read';
    const first = JSON.parse((await askToken(world, { ...NOAH, scope })).body);
    await world.clock.advanceTo(START_MS + 60_000);
    expect(await signIn(world, NOAH.username, NOAH.password)).toBe(50055);
    const renewed = await askToken(world, {
      grant_type: 'refresh_token',
      refresh_token: first.refresh_token,
      scope,
    });
    expect(codeOf(renewed)).toBe(0);
  },
);

test(
  causes(50056, 'without PTA and without a hash, the cloud has no password to compare'),
  async () => {
    const world = await createWorld();
    set(world, { passThroughAuthentication: false });
    expect(await signIn(world, MIA, 'whatever')).toBe(50056);
    expect(world.rows.at(-1)?.method).toBe('synchronised');
  },
);

// EVIDENCE-OF ED-FAQ: "Pass-through Authentication does not automatically failover to password hash
// synchronization."
test(
  causes(
    80001,
    proves(
      'sign-in.pass-through',
      'with every agent down, the right hash of a synchronised password is of no use',
    ),
  ),
  async () => {
    const world = await createWorld();
    withHash(world);
    set(world, { passwordHashSync: true });
    expect(await signIn(world, MIA, OLD)).toBe(80001);
  },
);

test('a cloud-only administrator gets in while every agent is down', async () => {
  const world = await createWorld();
  expect(await signIn(world, MIA, OLD)).toBe(80001);
  expect(await signIn(world, ADMIN.username, ADMIN.password)).toBe(0);
  expect(world.rows.at(-1)?.method).toBe('cloud');
});

// EVIDENCE-OF ED-FAQ: "All users' password hashes that are previously synchronized by password hash
// synchronization remain stored on Microsoft Entra ID."
test(
  proves(
    'sign-in.hash-sync',
    'a hash stays when PTA is switched on and hash synchronisation off, and counts again after',
  ),
  async () => {
    const world = await createWorld();
    const { cloud } = world.entra;
    withHash(world);
    const agent = await enrol(world, 'agt-1');
    const channel = await listen(world, agent);
    set(world, { passThroughAuthentication: false, passwordHashSync: true });
    expect(await signIn(world, MIA, OLD)).toBe(0);
    expect(world.rows.at(-1)?.method).toBe('synchronised');

    const on = { passThroughAuthentication: true, passwordHashSync: false };
    expect(changeSettings(cloud, on)).toMatchObject({ ok: true });
    const reply = askToken(world, { username: MIA, password: 'of today' });
    await world.clock.advanceTo(world.clock.nowMs());
    await answer(world, agent, channel.requests()[0]?.RequestId, accepts(MIA));
    expect(codeOf(await reply)).toBe(0);
    expect(world.rows.at(-1)?.method).toBe('pass-through');

    expect(changeSettings(cloud, { passThroughAuthentication: false })).toMatchObject({
      ok: true,
    });
    expect(await signIn(world, MIA, OLD)).toBe(0);
    expect(channel.requests()).toHaveLength(1);
  },
);

// EVIDENCE-OF ED-PHS: "You can continue to sign in to your cloud services by using a synchronized
// password that is expired in your on-premises environment."
test('a synchronised password does not expire in the cloud', async () => {
  const world = await createWorld();
  withHash(world);
  change(world, MIA, { passwordExpiresMs: START_MS });
  set(world, { passThroughAuthentication: false, passwordHashSync: true });
  expect(await signIn(world, MIA, OLD)).toBe(0);
});

test('a user who signs in by an Alternate ID is known to agents by the other name', async () => {
  const world = await createWorld();
  change(world, MIA, { onPremisesUserPrincipalName: 'm.meier@corp.example' });
  const agent = await enrol(world, 'agt-1');
  const channel = await listen(world, agent);
  const reply = askToken(world, { username: MIA, password: 'x' });
  await world.clock.advanceTo(world.clock.nowMs());
  const [request] = channel.requests();
  expect(request?.UserPrincipalName).toBe('m.meier@corp.example');
  await answer(world, agent, request?.RequestId, accepts('m.meier@corp.example'));
  expect(codeOf(await reply)).toBe(0);
});
