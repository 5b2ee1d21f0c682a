/** The userinfo endpoint at Graph. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { ADMIN, askToken, call, createWorld, NOAH, tokenFor, type World } from '../stub-world.ts';
import { claimsOf, NOAH_ID, tokensOf } from './fixture-clients.ts';

const URL = 'https://graph.microsoft.com.lab.localhost/oidc/userinfo';

function ask(world: World, token: string, method = 'GET') {
  return call(world, method, URL, { headers: { authorization: `Bearer ${token}` } });
}

test(
  proves('token.userinfo', 'it says who the token is about, with the sub of the id token'),
  async () => {
    const world = await createWorld();
    const { users } = world.entra.cloud;
    const noah = users.byId(NOAH_ID);
    const names = { givenName: 'Noah', surname: 'Weber', mail: 'noah@example' };
    if (noah) users.put({ ...noah, ...names });
    const tokens = tokensOf(await askToken(world, { ...NOAH, scope: 'openid profile email' }));
    for (const method of ['GET', 'POST']) {
      const reply = await ask(world, tokens.access_token ?? '', method);
      expect(reply.headers['access-control-allow-origin']).toBe('*');
      expect(JSON.parse(reply.body)).toEqual({
        ...{ sub: claimsOf(tokens.id_token).sub, name: 'Noah', given_name: 'Noah' },
        ...{ family_name: 'Weber', email: 'noah@example' },
        picture: 'https://graph.microsoft.com.lab.localhost/v1.0/me/photo/$value',
      });
    }
  },
);

test('profile and email are told to those who asked for them', async () => {
  const world = await createWorld();
  const reply = await ask(world, await tokenFor(world, 'openid'));
  expect(Object.keys(JSON.parse(reply.body))).toEqual(['sub']);
});

test('a token without openid, or none, is refused with a challenge', async () => {
  const world = await createWorld();
  const plain = await ask(world, await tokenFor(world, 'User.Read', ADMIN));
  expect(plain).toMatchObject({
    status: 401,
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });
  const none = await call(world, 'GET', URL);
  expect(none).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
  expect((await ask(world, 'forged')).status).toBe(401);
});

test('a page may ask', async () => {
  const reply = await call(await createWorld(), 'OPTIONS', URL);
  expect(reply).toMatchObject({
    status: 200,
    headers: { 'access-control-allow-headers': 'authorization' },
  });
});
