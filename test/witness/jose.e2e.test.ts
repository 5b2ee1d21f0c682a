/** jose, unmodified: tokens against the published keys, fetched over TLS. */
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proves } from '../parity/proves.ts';
import { startWitnessLab, type WitnessLab } from './witness-lab.ts';

let witness: WitnessLab;
beforeAll(async () => {
  witness = await startWitnessLab();
});
afterAll(() => witness[Symbol.asyncDispose]());

async function getIdToken(): Promise<string> {
  const { lab, live } = witness;
  const { userName, password } = lab.accounts.healthy ?? expect.fail('nobody');
  const form = { grant_type: 'password', client_id: lab.clientId, scope: 'openid' };
  const response = await fetch(`${live.authority}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, username: userName, password }),
  });
  const { id_token: idToken } = (await response.json()) as { id_token: string };
  return idToken;
}

test(
  proves(
    ['token.id-token', 'token.signature', 'discovery.keys'],
    'an id token is signed by a published key, in RS256, for this client only',
  ),
  async () => {
    const { lab, live, issuer } = witness;
    const keys = createRemoteJWKSet(new URL(`${live.authority}/discovery/v2.0/keys`));
    const expected = { issuer, audience: lab.clientId, algorithms: ['RS256'] };
    const { payload, protectedHeader } = await jwtVerify(await getIdToken(), keys, expected);
    expect(payload).toMatchObject({ tid: lab.tenantId, ver: '2.0' });
    expect(protectedHeader.typ).toBe('JWT');
    await expect(
      jwtVerify(await getIdToken(), keys, { ...expected, audience: 'somebody else' }),
    ).rejects.toMatchObject({ code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' });
  },
);
