/** Keys that sign tokens: how they change, and what survives a restart. */
import { createLocalJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { TIMINGS } from '../../protocol/timings.ts';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { createStandInCrypto } from '../../runtime/crypto/stand-in.ts';
import { createDice } from '../../runtime/dice.ts';
import type { Crypto } from '../../runtime/ports.ts';
import { createVirtualClock } from '../../runtime/virtual/clock.ts';
import { proves } from '../../test/parity/proves.ts';
import { createState } from '../state/state.ts';
import { START_MS, TENANT_ID } from '../stub-world.ts';
import { GRAPH } from '../tenant/resources.ts';
import { createTokenSigner, type TokenSigner } from './token-signer.ts';

const OVERLAP_MS = TIMINGS.signingKeyOverlapMs.value;
const CLAIMS = {
  ...{ aud: GRAPH.audience, tid: TENANT_ID, oid: 'user', sub: 'pairwise', appid: 'app' },
  ...{ iss: `https://sts.windows.net.lab.localhost/${TENANT_ID}/` },
  ...{ exp: START_MS / 1000 + 7 * 86_400, scp: 'User.Read openid' },
};

function createSigner(
  crypto: Crypto = createStandInCrypto(createDice('keys')),
  state = createState(),
) {
  const clock = createVirtualClock(START_MS);
  const dice = createDice('signer');
  const kept = state.signingKeys;
  return { clock, signer: createTokenSigner({ clock, crypto, dice, kept, overlapMs: OVERLAP_MS }) };
}

function verify(signer: TokenSigner, token: string, nowMs = START_MS) {
  return signer.verify(token, { audience: GRAPH.audience, tenantId: TENANT_ID, nowMs });
}

test(
  proves(
    'token.key-rollover',
    'after a roll-over the new key signs and the old one is published for a day',
  ),
  async () => {
    const { clock, signer } = createSigner();
    const before = await signer.sign(CLAIMS);
    const rolled = await signer.roll();
    expect(await signer.publicKeys()).toMatchObject([{ use: 'sig' }, { kid: rolled.kid }]);
    const after = await signer.sign(CLAIMS);
    const header = Buffer.from(after.split('.')[0] ?? '', 'base64url').toString();
    expect(JSON.parse(header).kid).toBe(rolled.kid);
    for (const token of [before, after])
      expect(await verify(signer, token)).toMatchObject({ ok: true });

    await clock.advanceTo(START_MS + OVERLAP_MS - 1);
    expect(await signer.publicKeys()).toHaveLength(2);
    await clock.advanceTo(START_MS + OVERLAP_MS);
    expect(await signer.publicKeys()).toEqual([rolled]);
    expect(await verify(signer, before)).toMatchObject({ ok: false });
    expect(await verify(signer, after)).toMatchObject({ ok: true });
  },
);

test(
  proves('token.signature', 'an unmodified library accepts both forms with the published keys'),
  async () => {
    const { signer } = createSigner(createRsaCrypto());
    const tokens = [await signer.sign(CLAIMS, 'v1'), await signer.sign(CLAIMS, 'v2')];
    await signer.roll();
    const keys = createLocalJWKSet({
      keys: [...(await signer.publicKeys())].map((key) => ({ ...key, x5c: [...key.x5c] })),
    });
    const currentDate = new Date(START_MS);
    for (const token of [...tokens, await signer.sign(CLAIMS)]) {
      expect((await jwtVerify(token, keys, { currentDate })).payload).toEqual(CLAIMS);
    }
  },
);

test(proves('token.key-kept', 'with keys in the state, tokens outlive a restart'), async () => {
  const state = createState();
  const { signer } = createSigner(createRsaCrypto(), state);
  const token = await signer.sign(CLAIMS);
  const rolled = await signer.roll();
  const restarted = createSigner(createRsaCrypto(), state).signer;
  expect(await restarted.publicKeys()).toEqual(await signer.publicKeys());
  expect((await restarted.publicKeys()).at(-1)).toEqual(rolled);
  expect(await verify(restarted, token)).toMatchObject({ ok: true });
});

test('keys that the crypto cannot give away are kept nowhere', async () => {
  const state = createState();
  await createSigner(undefined, state).signer.publicKeys();
  expect(state.signingKeys.size).toBe(0);
});

test('two requests at the start share the one key', async () => {
  const { signer } = createSigner();
  const [first, second] = await Promise.all([signer.sign(CLAIMS), signer.sign(CLAIMS)]);
  expect(first).toBe(second);
  expect(await signer.publicKeys()).toHaveLength(1);
});

test('a token says who came, and for what', async () => {
  const { signer } = createSigner();
  expect(await verify(signer, await signer.sign(CLAIMS))).toEqual({
    ...{ ok: true, userId: 'user', appId: 'app', scopes: ['User.Read', 'openid'], roles: [] },
  });
  const { scp: _, ...application } = { ...CLAIMS, sub: 'user', roles: ['AuditLog.Read.All'] };
  expect(await verify(signer, await signer.sign(application))).toEqual({
    ...{ ok: true, appId: 'app', scopes: [], roles: ['AuditLog.Read.All'] },
  });
});

test.each([
  ['another audience', { aud: 'https://other.example' }],
  ['another tenant', { tid: 'other' }],
  ['the issuer of another tenant', { iss: 'https://sts.windows.net.lab.localhost/other/' }],
  ['no issuer', { iss: undefined }],
  ['no user', { oid: undefined }],
  ['no end', { exp: undefined }],
  ['an end that is now', { exp: START_MS / 1000 }],
  ['a beginning that is to come', { nbf: START_MS / 1000 + 1 }],
])('a token with %s opens nothing', async (_, changes) => {
  const { signer } = createSigner();
  const token = await signer.sign({ ...CLAIMS, ...changes });
  expect(await verify(signer, token)).toMatchObject({ ok: false });
});

test('what was tampered with, has another header, or is no token opens nothing', async () => {
  const { signer } = createSigner();
  const [header, payload, signature] = (await signer.sign(CLAIMS)).split('.');
  const forged = Buffer.from(JSON.stringify({ ...CLAIMS, oid: 'other' })).toString('base64url');
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  for (const token of [
    ...[`${header}.${forged}.${signature}`, `${none}.${payload}.`, `${header}.${payload}.`],
    ...[`${header}.${payload}.${signature}.x`, '', '..', 'x'],
  ]) {
    expect(await verify(signer, token)).toMatchObject({ ok: false });
  }
});
