/** Redeeming a code: once, in time, by whom it was given to, with the key that proves it. */
import { expect, test } from 'vitest';
import { causes } from '../../../test/parity/causes.ts';
import { proves } from '../../../test/parity/proves.ts';
import type { CodeRecord } from '../../state/records.ts';
import { codeOf, TENANT_ID, type World } from '../../stub-world.ts';
import {
  claimsOf,
  codeFor,
  createClients,
  NATIVE,
  NATIVE_CODE,
  postToken,
  SECRET,
  SPA,
  SPA_CODE,
  SPA_ORIGIN,
  tokensOf,
  VERIFIER,
  WEB,
  WEB_CODE,
} from '../fixture-clients.ts';

const LIFETIME_MS = 600_000;

function redeem(world: World, form: Record<string, string>, headers: Record<string, string> = {}) {
  return postToken(world, { grant_type: 'authorization_code', ...form }, { headers });
}

function webForm(world: World, record: Partial<CodeRecord> = {}): Record<string, string> {
  return {
    client_id: WEB,
    client_secret: SECRET,
    code: codeFor(world, WEB, { ...WEB_CODE, ...record }),
    redirect_uri: WEB_CODE.redirectUri,
  };
}

function nativeForm(world: World, record: Partial<CodeRecord> = {}): Record<string, string> {
  const code = codeFor(world, NATIVE, { ...NATIVE_CODE, ...record });
  return { client_id: NATIVE, code, redirect_uri: NATIVE_CODE.redirectUri };
}

test(proves('token.code', 'a code becomes all three tokens'), async () => {
  const world = await createClients();
  const tokens = tokensOf(
    await redeem(world, { ...webForm(world, { nonce: 'n-1' }), client_info: '1' }),
  );
  expect(tokens.scope).toBe('openid profile User.Read');
  expect(claimsOf(tokens.id_token)).toMatchObject({ nonce: 'n-1', sid: 'session-1', aud: WEB });
  expect(claimsOf(tokens.access_token)).toMatchObject({ scp: 'User.Read openid profile' });
  expect(tokens).toHaveProperty('refresh_token');
  expect(tokens).toHaveProperty('client_info');
  // The sign-in was logged when the person signed in.
  expect(world.rows).toEqual([]);
});

test('auth_time comes only where the request had max_age', async () => {
  const world = await createClients();
  const plain = tokensOf(await redeem(world, webForm(world)));
  expect(claimsOf(plain.id_token)).not.toHaveProperty('auth_time');
  const timed = tokensOf(await redeem(world, webForm(world, { withAuthTime: true })));
  expect(claimsOf(timed.id_token).auth_time).toBe(world.clock.nowMs() / 1000);
});

test(causes(54005, 'a second redemption is refused and ends what the first one gave'), async () => {
  const world = await createClients();
  const form = webForm(world);
  const { refresh_token = '' } = tokensOf(await redeem(world, form));
  expect(codeOf(await redeem(world, form))).toBe(54005);
  const refresh = {
    grant_type: 'refresh_token',
    client_id: WEB,
    client_secret: SECRET,
    refresh_token,
  };
  expect(codeOf(await postToken(world, refresh))).toBe(70000);
});

test(causes(70008, 'a code is good until the moment its ten minutes are over'), async () => {
  const world = await createClients();
  const [early, late] = [webForm(world), webForm(world)];
  const startMs = world.clock.nowMs();
  await world.clock.advanceTo(startMs + LIFETIME_MS - 1);
  expect(codeOf(await redeem(world, early))).toBe(0);
  await world.clock.advanceTo(startMs + LIFETIME_MS);
  expect(codeOf(await redeem(world, late))).toBe(70008);
});

test(causes(70000, 'a code of another client, or of nobody, is refused'), async () => {
  const world = await createClients();
  const { code = '' } = nativeForm(world);
  expect(codeOf(await redeem(world, { ...webForm(world), code }))).toBe(70000);
  const unknown = `0.${'A'.repeat(86)}`;
  expect(codeOf(await redeem(world, { ...webForm(world), code: unknown }))).toBe(70000);
});

test(causes(9002313, 'what cannot be a code is malformed'), async () => {
  const world = await createClients();
  expect(codeOf(await redeem(world, { ...webForm(world), code: 'x' }))).toBe(9002313);
});

test(
  causes(500112, 'another redirect URI than the code was asked for with is refused'),
  async () => {
    const world = await createClients();
    const form = { ...webForm(world), redirect_uri: `${WEB_CODE.redirectUri}/` };
    expect(codeOf(await redeem(world, form))).toBe(500112);
  },
);

test('the address decides whether a credential is needed or refused', async () => {
  const world = await createClients();
  const { client_secret: _, ...bare } = webForm(world);
  expect(codeOf(await redeem(world, bare))).toBe(7000218);
  const code = codeFor(world, WEB, NATIVE_CODE);
  const native = { ...webForm(world), code, redirect_uri: NATIVE_CODE.redirectUri };
  expect(codeOf(await redeem(world, native))).toBe(700025);
});

const { codeChallenge } = SPA_CODE;
const S256 = { codeChallenge, codeChallengeMethod: 'S256' } as const;
const PLAIN = { codeChallenge: VERIFIER, codeChallengeMethod: 'plain' } as const;

test.each<[what: string, challenge: Partial<CodeRecord>, verifier: string, code: number]>([
  ['the right verifier', S256, VERIFIER, 0],
  ['the right plain verifier', PLAIN, VERIFIER, 0],
  ['a plain verifier and no method', { codeChallenge: VERIFIER }, VERIFIER, 0],
  ['another verifier', S256, `${VERIFIER}x`, 501481],
  ['the challenge instead of the verifier', S256, codeChallenge, 501481],
  ['no verifier', S256, '', 501481],
  ['a verifier of 42 characters', S256, 'x'.repeat(42), 501491],
  ['a verifier of 129 characters', S256, 'x'.repeat(129), 501491],
  ['a verifier nobody asked for', {}, VERIFIER, 50147],
])(
  causes([501481, 501491, 50147], 'a code with %s ends as it should'),
  async (_, challenge, code_verifier, code) => {
    const world = await createClients();
    const form = nativeForm(world, challenge);
    expect(codeOf(await redeem(world, { ...form, ...(code_verifier && { code_verifier }) }))).toBe(
      code,
    );
  },
);

test('a code that was refused for its verifier can still be redeemed', async () => {
  const world = await createClients();
  const form = nativeForm(world, S256);
  expect(codeOf(await redeem(world, form))).toBe(501481);
  expect(codeOf(await redeem(world, { ...form, code_verifier: VERIFIER }))).toBe(0);
});

const SPA_FORM = { client_id: SPA, redirect_uri: SPA_CODE.redirectUri, code_verifier: VERIFIER };

test(
  proves(
    'token.cross-origin',
    'a page of the registered origin redeems its code and may read the answer',
  ),
  async () => {
    const world = await createClients();
    const form = { ...SPA_FORM, code: codeFor(world, SPA, SPA_CODE) };
    const reply = await redeem(world, form, { origin: SPA_ORIGIN });
    expect(reply.headers['access-control-allow-origin']).toBe(SPA_ORIGIN);
    expect(tokensOf(reply)).toHaveProperty('refresh_token');
  },
);

test(causes(9002327, 'nobody but a page redeems what was issued to one'), async () => {
  const world = await createClients();
  const form = { ...SPA_FORM, code: codeFor(world, SPA, SPA_CODE) };
  expect(codeOf(await redeem(world, form))).toBe(9002327);
});

test(
  causes(9002326, 'a page of another origin, or for another kind of address, is refused'),
  async () => {
    const world = await createClients();
    const spa = { ...SPA_FORM, code: codeFor(world, SPA, SPA_CODE) };
    const foreign = await redeem(world, spa, { origin: 'https://evil.example' });
    expect(codeOf(foreign)).toBe(9002326);
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
    const web = await redeem(world, webForm(world), { origin: SPA_ORIGIN });
    expect(codeOf(web)).toBe(9002326);
  },
);

test(causes(50057, 'a user who was disabled meanwhile gets nothing'), async () => {
  const world = await createClients();
  const form = webForm(world);
  const { users } = world.entra.cloud;
  const noah = users.byName('noah@contoso.example');
  if (noah) users.put({ ...noah, accountEnabled: false });
  expect(codeOf(await redeem(world, form))).toBe(50057);
  expect(codeOf(await redeem(world, webForm(world, { userId: TENANT_ID })))).toBe(50057);
});
