/** Refresh tokens: how long they live, what ends them, and what they can be used for. */
import { expect, test } from 'vitest';
import { TIMINGS } from '../../../protocol/timings.ts';
import { causes } from '../../../test/parity/causes.ts';
import { proves } from '../../../test/parity/proves.ts';
import { CLIENT_ID, codeOf, NOAH, type World } from '../../stub-world.ts';
import {
  API_URI,
  claimsOf,
  codeFor,
  createClients,
  NATIVE,
  NOAH_ID,
  postToken,
  SECRET,
  SPA,
  SPA_CODE,
  SPA_ORIGIN,
  tokensOf,
  UNTRUSTED,
  VERIFIER,
  WEB,
  WEB_CODE,
} from '../fixture-clients.ts';
import { revokeFamilies } from '../refresh-families.ts';

const LIFETIME_MS = TIMINGS.refreshTokenLifetimeMs.value;
const SPA_LIFETIME_MS = TIMINGS.refreshTokenSpaLifetimeMs.value;

/** By password, the shortest way to one. */
async function signIn(world: World, scope = 'openid profile offline_access User.Read') {
  const form = { grant_type: 'password', client_id: CLIENT_ID, scope, ...NOAH };
  return tokensOf(await postToken(world, form)).refresh_token ?? '';
}

function refresh(
  world: World,
  refresh_token: string,
  form: Record<string, string> = {},
  headers: Record<string, string> = {},
) {
  const whole = { grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token, ...form };
  return postToken(world, whole, { headers });
}

// EVIDENCE-OF ED-REFRESH: refresh tokens are not revoked when used to fetch new access tokens.
test(
  proves('token.refresh', 'each redemption gives a newer token, and the old one stays good'),
  async () => {
    const world = await createClients();
    const first = await signIn(world);
    const tokens = tokensOf(await refresh(world, first));
    expect(tokens.refresh_token).not.toBe(first);
    expect(claimsOf(tokens.id_token)).toMatchObject({ aud: CLIENT_ID, sid: expect.any(String) });
    expect(codeOf(await refresh(world, first))).toBe(0);
    expect(codeOf(await refresh(world, tokens.refresh_token ?? ''))).toBe(0);
  },
);

test('without offline_access there is no refresh token', async () => {
  const world = await createClients();
  expect(await signIn(world, 'openid User.Read')).toBe('');
});

test(causes(700082, 'a token that is not used for 90 days has expired'), async () => {
  const world = await createClients();
  const token = await signIn(world);
  const startMs = world.clock.nowMs();
  await world.clock.advanceTo(startMs + LIFETIME_MS - 1);
  const { refresh_token = '' } = tokensOf(await refresh(world, token));
  await world.clock.advanceTo(startMs + LIFETIME_MS);
  expect(codeOf(await refresh(world, token))).toBe(700082);
  expect(codeOf(await refresh(world, refresh_token))).toBe(0);
});

test(
  proves('token.refresh-spa', causes(700084, 'a page’s tokens end 24 hours after the first one')),
  async () => {
    const world = await createClients();
    const headers = { origin: SPA_ORIGIN };
    const code = {
      ...{ grant_type: 'authorization_code', client_id: SPA, code_verifier: VERIFIER },
      ...{ redirect_uri: SPA_CODE.redirectUri, code: codeFor(world, SPA, SPA_CODE) },
    };
    const startMs = world.clock.nowMs();
    const { refresh_token: first = '' } = tokensOf(await postToken(world, code, { headers }));
    const form = { client_id: SPA };
    expect(codeOf(await refresh(world, first, form))).toBe(9002327);
    await world.clock.advanceTo(startMs + SPA_LIFETIME_MS - 1);
    const { refresh_token: last = '' } = tokensOf(await refresh(world, first, form, headers));
    await world.clock.advanceTo(startMs + SPA_LIFETIME_MS);
    expect(codeOf(await refresh(world, last, form, headers))).toBe(700084);
  },
);

test('a page may not redeem what was not issued to one', async () => {
  const world = await createClients();
  const token = await signIn(world);
  expect(codeOf(await refresh(world, token, {}, { origin: SPA_ORIGIN }))).toBe(9002326);
});

test.each([
  ['password-changed', 50173],
  ['administrator', 50173],
  ['reuse-of-code', 70000],
] as const)(
  proves('token.refresh-revoked', causes([50173, 70000], 'tokens revoked for %s end as %i')),
  async (reason, code) => {
    const world = await createClients();
    const [first, second] = [await signIn(world), await signIn(world)];
    const { refresh_token: newer = '' } = tokensOf(await refresh(world, first));
    revokeFamilies(world.entra.cloud, NOAH_ID, reason);
    for (const token of [first, newer, second]) {
      expect(codeOf(await refresh(world, token))).toBe(code);
    }
    expect(codeOf(await refresh(world, await signIn(world)))).toBe(0);
  },
);

test('revoking one user’s tokens leaves the others’ alone, and the first reason stays', async () => {
  const world = await createClients();
  const token = await signIn(world);
  revokeFamilies(world.entra.cloud, 'somebody else', 'administrator');
  expect(codeOf(await refresh(world, token))).toBe(0);
  revokeFamilies(world.entra.cloud, NOAH_ID, 'reuse-of-code');
  revokeFamilies(world.entra.cloud, NOAH_ID, 'administrator');
  expect(codeOf(await refresh(world, token))).toBe(70000);
});

test('another client’s token is a mismatch', async () => {
  const world = await createClients();
  const reply = await refresh(world, await signIn(world), { client_id: NATIVE });
  expect(codeOf(reply)).toBe(70000);
  expect(JSON.parse(reply.body).suberror).toBe('client_mismatch');
});

test('a confidential client proves who it is each time', async () => {
  const world = await createClients();
  const code = {
    ...{ grant_type: 'authorization_code', client_id: WEB, client_secret: SECRET },
    ...{ redirect_uri: WEB_CODE.redirectUri, code: codeFor(world, WEB, WEB_CODE) },
  };
  const { refresh_token = '' } = tokensOf(await postToken(world, code));
  expect(codeOf(await refresh(world, refresh_token, { client_id: WEB }))).toBe(7000218);
  const form = { client_id: WEB, client_secret: SECRET };
  expect(codeOf(await refresh(world, refresh_token, form))).toBe(0);
});

test('malformed and unknown tokens differ', async () => {
  const world = await createClients();
  expect(codeOf(await refresh(world, 'nonsense'))).toBe(9002313);
  const reply = await refresh(world, `1.${'A'.repeat(86)}`);
  expect(codeOf(reply)).toBe(70000);
  expect(JSON.parse(reply.body).suberror).toBe('bad_token');
});

test('the scope may be another resource’s', async () => {
  const world = await createClients();
  const scope = `${API_URI}/access_as_user`;
  const tokens = tokensOf(await refresh(world, await signIn(world), { scope }));
  expect(tokens).not.toHaveProperty('id_token');
  expect(tokens.scope).toBe(scope);
  expect(claimsOf(tokens.access_token)).toMatchObject({ ver: '2.0', scp: 'access_as_user' });
  expect(codeOf(await refresh(world, await signIn(world), { scope: 'https://no.example/x' }))).toBe(
    500011,
  );
});

test('the scope may not be what nobody agreed to', async () => {
  const world = await createClients();
  const { consents } = world.state;
  const permissions = ['offline_access', 'User.Read'].map(
    (name) => `https://graph.microsoft.com.lab.localhost/${name}`,
  );
  consents.set(`${UNTRUSTED}/${NOAH_ID}`, { clientId: UNTRUSTED, userId: NOAH_ID, permissions });
  const form = { grant_type: 'password', client_id: UNTRUSTED, ...NOAH };
  const scope = 'offline_access User.Read';
  const { refresh_token = '' } = tokensOf(await postToken(world, { ...form, scope }));
  const again = { client_id: UNTRUSTED };
  expect(codeOf(await refresh(world, refresh_token, again))).toBe(0);
  expect(codeOf(await refresh(world, refresh_token, { ...again, scope: 'Mail.Read' }))).toBe(65001);
});

test('policies are judged again', async () => {
  const policies: World['tenant']['policies'][number][] = [];
  const world = await createClients({}, { changes: { policies } });
  const token = await signIn(world);
  policies.push({
    ...{ name: 'closed', users: ['*'], excludedUsers: [], applications: ['*'] },
    require: 'block',
  });
  expect(codeOf(await refresh(world, token))).toBe(53003);
});

test('a code that was ordered comes once', async () => {
  const world = await createClients();
  const token = await signIn(world);
  world.entra.cloud.injections.inject({ code: 70043, times: 1, userName: NOAH.username });
  expect(codeOf(await refresh(world, token))).toBe(70043);
  expect(codeOf(await refresh(world, token))).toBe(0);
});

test('no token is in the state by its own name', async () => {
  const world = await createClients();
  const token = await signIn(world);
  const kept = JSON.stringify([...world.state.refreshTokens.entries()]);
  expect(kept).toContain(NOAH_ID);
  expect(kept).not.toContain(token);
});
