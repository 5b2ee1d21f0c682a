/** Who answers is remembered for an address; nothing of it may leak into other requests. */
import { expect, test } from 'vitest';
import { createWorld, SIGN_IN } from './stub-world.ts';

const CLIENT = { address: '203.0.113.7' };
const REALM = '/common/UserRealm';

async function createCaller() {
  const { entra } = await createWorld();
  return (method: string, url: string) =>
    entra.handle({ method, url, headers: {}, body: '' }, CLIENT);
}

test('asked again, an address answers each method and each host by its own rule', async () => {
  const call = await createCaller();
  for (let time = 0; time < 2; time++) {
    expect((await call('GET', `${SIGN_IN}${REALM}/mia@contoso.example`)).status).toBe(200);
    expect((await call('PUT', `${SIGN_IN}${REALM}/mia@contoso.example`)).status).toBe(400);
    expect((await call('GET', `https://elsewhere.example${REALM}/mia`)).status).toBe(404);
    expect((await call('GET', `${SIGN_IN}/nothing/here/at/all`)).status).toBe(404);
    expect((await call('GET', 'no address')).status).toBe(400);
  }
});

test('each request has an id of its own, though its address is an old one', async () => {
  const { entra } = await createWorld();
  const request = { method: 'GET', url: `${SIGN_IN}${REALM}/mia`, headers: {}, body: '' };
  for (let time = 0; time < 3; time++) await entra.handle(request, CLIENT);
  expect(new Set(entra.cloud.journal.entries().map(({ traceId }) => traceId)).size).toBe(3);
});

test('a query is read anew each time', async () => {
  const call = await createCaller();
  const realmOf = async (login: string) => {
    const { body } = await call('GET', `${SIGN_IN}/GetUserRealm.srf?login=${login}`);
    return JSON.parse(body).NameSpaceType;
  };
  expect(await realmOf('mia@contoso.example')).toBe('Managed');
  expect(await realmOf('mia@nowhere.example')).toBe('Unknown');
});

test('hundreds of addresses later the first one is still answered', async () => {
  const call = await createCaller();
  for (let n = 0; n < 600; n++) {
    expect((await call('GET', `${SIGN_IN}/${n}/discovery/v2.0/keys`)).status).toBe(400);
  }
  expect((await call('GET', `${SIGN_IN}/common/discovery/v2.0/keys`)).status).toBe(200);
});
