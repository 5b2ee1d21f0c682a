/** How a client proves who it is, and what it is told when it does not. */
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { CLIENT_ID, codeOf, NOAH } from '../stub-world.ts';
import {
  claimsOf,
  createClients,
  DAEMON,
  EXPIRES_MS,
  NATIVE,
  OLD_SECRET,
  postToken,
  SECRET,
  SPA,
  tokensOf,
  WEB,
} from './fixture-clients.ts';

const DAEMON_FORM = {
  grant_type: 'client_credentials',
  client_id: DAEMON,
  scope: 'https://graph.microsoft.com/.default',
};
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

test(
  proves('token.client-secret', 'a secret in the body or in Basic proves the client'),
  async () => {
    const world = await createClients();
    const { client_id: _, ...withoutId } = DAEMON_FORM;
    const posted = await postToken(world, { ...DAEMON_FORM, client_secret: SECRET });
    const headers = basic(DAEMON, SECRET);
    for (const reply of [posted, await postToken(world, withoutId, { headers })]) {
      expect(claimsOf(tokensOf(reply).access_token)).toMatchObject({
        appid: DAEMON,
        appidacr: '1',
      });
    }
  },
);

test('both halves of Basic are encoded like a form', async () => {
  const world = await createClients();
  const headers = basic(encodeURIComponent(DAEMON), 'web%2Dsecret');
  expect(codeOf(await postToken(world, DAEMON_FORM, { headers }))).toBe(0);
});

test(causes(7000215, 'a wrong secret is refused'), async () => {
  const world = await createClients();
  const reply = await postToken(world, { ...DAEMON_FORM, client_secret: 'wrong' });
  expect(codeOf(reply)).toBe(7000215);
  expect(JSON.parse(reply.body).error).toBe('invalid_client');
  expect(reply.body).not.toContain("wrong'");
});

test(causes(7000222, 'a secret is good until the moment it expires'), async () => {
  const world = await createClients();
  const form = {
    ...{ grant_type: 'password', scope: 'openid', ...NOAH },
    ...{ client_id: WEB, client_secret: OLD_SECRET },
  };
  await world.clock.advanceTo(EXPIRES_MS - 1);
  expect(codeOf(await postToken(world, form))).toBe(0);
  await world.clock.advanceTo(EXPIRES_MS);
  expect(codeOf(await postToken(world, form))).toBe(7000222);
});

test(causes(7000218, 'a confidential client without a credential is refused'), async () => {
  const world = await createClients();
  expect(codeOf(await postToken(world, DAEMON_FORM))).toBe(7000218);
  const form = { grant_type: 'password', client_id: WEB, scope: 'openid', ...NOAH };
  expect(codeOf(await postToken(world, form))).toBe(7000218);
  expect(world.rows).toEqual([]);
});

test.each([
  ['with public client flows', NATIVE],
  ['with a page’s address only', SPA],
])(causes(700025, 'a public application %s must not send a credential'), async (_, client_id) => {
  const world = await createClients();
  const form = { grant_type: 'password', client_id, scope: 'openid', ...NOAH };
  expect(codeOf(await postToken(world, { ...form, client_secret: SECRET }))).toBe(700025);
});

test('two credentials, or two client ids, make the request malformed', async () => {
  const world = await createClients();
  const headers = basic(DAEMON, SECRET);
  const twice = { ...DAEMON_FORM, client_secret: SECRET };
  expect(codeOf(await postToken(world, twice, { headers }))).toBe(9002313);
  const other = { ...DAEMON_FORM, client_id: CLIENT_ID };
  expect(codeOf(await postToken(world, other, { headers }))).toBe(9002313);
});

test.each([
  'Basic',
  'Basic %%%',
  `Basic ${Buffer.from('no colon').toString('base64')}`,
  'Bearer x',
])('an Authorization header of "%s" is none', async (authorization) => {
  const world = await createClients();
  const headers = { authorization };
  expect(codeOf(await postToken(world, DAEMON_FORM, { headers }))).toBe(7000218);
});
