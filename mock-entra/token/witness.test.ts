/** An unmodified JOSE library verifies what real RSA signed, with the keys the cloud publishes. */
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { askToken, CLIENT_ID, call, createWorld, NOAH, TENANT_ID } from '../stub-world.ts';

const AUTHORITY = `https://localhost:8443/${TENANT_ID}`;

async function issued() {
  const world = await createWorld({}, createRsaCrypto());
  const reply = await askToken(
    world,
    { ...NOAH, scope: 'openid profile User.Read' },
    { authority: AUTHORITY },
  );
  const keys = await call(world, 'GET', `${AUTHORITY}/discovery/v2.0/keys`);
  const { access_token: access, id_token: id } = JSON.parse(reply.body);
  return { world, access, id, keys: JSON.parse(keys.body) };
}

test('jose accepts both tokens against the published keys and issuer', async () => {
  const { world, access, id, keys } = await issued();
  const expected = {
    issuer: `${AUTHORITY}/v2.0`,
    currentDate: new Date(world.clock.nowMs()),
    algorithms: ['RS256'],
  };
  const keySet = createLocalJWKSet(keys);
  const idToken = await jwtVerify(id, keySet, { ...expected, audience: CLIENT_ID });
  expect(idToken.payload).toMatchObject({
    tid: TENANT_ID,
    preferred_username: NOAH.username,
    ver: '2.0',
  });
  const audience = 'https://graph.microsoft.com.lab.localhost';
  const accessToken = await jwtVerify(access, keySet, {
    ...{ ...expected, audience },
    issuer: `https://sts.windows.net.lab.localhost/${TENANT_ID}/`,
  });
  expect(accessToken.payload).toMatchObject({
    ...{ ver: '1.0', appid: CLIENT_ID, appidacr: '0', amr: ['pwd'] },
    scp: 'User.Read openid profile',
  });
  expect(accessToken.payload.sub).not.toBe(idToken.payload.sub);
  expect(decodeProtectedHeader(id)).toEqual({ typ: 'JWT', alg: 'RS256', kid: keys.keys[0].kid });
});

test('the published certificate holds the published key', async () => {
  const { keys } = await issued();
  const { X509Certificate } = await import('node:crypto');
  const [{ x5c, n, e, kty, use }] = keys.keys;
  const certificate = new X509Certificate(Buffer.from(x5c[0], 'base64'));
  expect(certificate.publicKey.export({ format: 'jwk' })).toEqual({ kty, n, e });
  expect(use).toBe('sig');
});
