/** jose, unmodified: the tokens of a lab with fast crypto, by what it publishes of itself. */
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proves } from '../parity/proves.ts';
import { startWitnessLab, type WitnessLab } from './witness-lab.ts';

let witness: WitnessLab;
beforeAll(async () => {
  witness = await startWitnessLab({ agents: 1, crypto: 'fast' });
});
afterAll(() => witness[Symbol.asyncDispose]());

async function signIn(): Promise<{ id_token: string; access_token: string }> {
  const { lab, live } = witness;
  const { userName, password } = lab.accounts.healthy ?? expect.fail('nobody');
  const form = { grant_type: 'password', client_id: lab.clientId, scope: 'openid' };
  const body = new URLSearchParams({ ...form, username: userName, password });
  const url = `${live.authority}/oauth2/v2.0/token`;
  const response = await fetch(url, { method: 'POST', body });
  return (await response.json()) as { id_token: string; access_token: string };
}

test(
  proves(
    'load.crypto-fast',
    'tokens of fast crypto are ES256, by the published keys and discovery',
  ),
  async () => {
    const { lab, live, issuer } = witness;
    expect(lab.cryptoKind).toBe('fast');
    const response = await fetch(`${live.authority}/v2.0/.well-known/openid-configuration`);
    const found = (await response.json()) as Record<string, unknown>;
    expect(found.id_token_signing_alg_values_supported).toEqual(['ES256']);
    const keys = createRemoteJWKSet(new URL(String(found.jwks_uri)));
    const { id_token: idToken, access_token: accessToken } = await signIn();
    const expected = { issuer, audience: lab.clientId, algorithms: ['ES256'] };
    await expect(jwtVerify(idToken, keys, expected)).resolves.toMatchObject({
      payload: { tid: lab.tenantId },
    });
    await jwtVerify(accessToken, keys, { algorithms: ['ES256'] });
    const [head, body] = idToken.split('.');
    await expect(jwtVerify(`${head}.${body}.${'A'.repeat(86)}`, keys)).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  },
);
