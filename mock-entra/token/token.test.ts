/** The token endpoint: what a request must be, and the shape of answers. */
import { expect, test } from 'vitest';
import { AADSTS } from '../../protocol/aadsts.ts';
import {
  ADMIN,
  askToken,
  call,
  codeOf,
  createWorld,
  MIA,
  NOAH,
  SIGN_IN,
  TENANT_ID,
} from '../test-world.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test('a refusal comes in Entra’s envelope', async () => {
  const world = await createWorld();
  const correlationId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
  const wrong = { ...NOAH, password: 'wrong' };
  const headers = { 'client-request-id': correlationId };
  const reply = await askToken(world, wrong, { headers });
  expect(reply.status).toBe(400);
  expect(reply.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store, no-cache',
    'client-request-id': correlationId,
  });
  const body = JSON.parse(reply.body);
  expect(body).toEqual({
    error: 'invalid_grant',
    error_description: expect.any(String),
    error_codes: [50126],
    timestamp: '2026-01-05 08:00:00Z',
    trace_id: expect.stringMatching(GUID),
    correlation_id: correlationId,
    error_uri: `${SIGN_IN}/error?code=50126`,
  });
  expect(body.error_description).toBe(
    `AADSTS50126: ${AADSTS[50126].text} Trace ID: ${body.trace_id} ` +
      `Correlation ID: ${correlationId} Timestamp: 2026-01-05 08:00:00Z`,
  );
  expect(world.rows.at(-1)).toMatchObject({ correlationId, errorCode: 50126, method: 'cloud' });
});

test('a correlation id that is no GUID is replaced, not echoed', async () => {
  const world = await createWorld();
  const headers = { 'client-request-id': '<script>' };
  const { body } = await askToken(world, { ...NOAH, password: 'wrong' }, { headers });
  expect(JSON.parse(body).correlation_id).toMatch(GUID);
});

const BAD_REQUESTS: [what: string, form: Record<string, string>, code: number][] = [
  ['no grant_type', { grant_type: '' }, 900144],
  ['no client_id', { client_id: '' }, 900144],
  ['no scope', { scope: '' }, 900144],
  ['no username', { username: '' }, 900144],
  ['no password', { password: '' }, 900144],
  ['another grant', { grant_type: 'client_credentials' }, 70003],
  ['an unknown application', { client_id: TENANT_ID }, 700016],
  ['a scope of nobody’s', { scope: 'https://unknown.example/.default' }, 70011],
  [
    'the real registration audience',
    { scope: 'https://proxy.cloudwebappproxy.net/registerapp/.default' },
    70011,
  ],
  [
    'two resources',
    { scope: `User.Read https://proxy.cloudwebappproxy.net.lab.localhost/registerapp/.default` },
    70011,
  ],
];

test.each(BAD_REQUESTS)('a request with %s is refused and is no sign-in', async (_, form, code) => {
  const world = await createWorld();
  const reply = await askToken(world, { ...NOAH, ...form });
  expect(codeOf(reply)).toBe(code);
  expect(JSON.parse(reply.body).error).toBe(AADSTS[code as 70003].oauthError);
  expect(world.rows).toEqual([]);
});

test('a missing parameter is named', async () => {
  const world = await createWorld();
  const { body } = await askToken(world, { ...NOAH, scope: '' });
  expect(JSON.parse(body).error_description).toContain("'scope'");
});

test('a parameter that is there twice makes the request malformed', async () => {
  const world = await createWorld();
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/token`;
  const body = 'grant_type=password&username=a&username=b';
  expect(codeOf(await call(world, 'POST', url, { body }))).toBe(9002313);
});

test('another verb than POST is refused by name', async () => {
  const world = await createWorld();
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/token`;
  expect(codeOf(await call(world, 'GET', url))).toBe(900561);
});

test.each([
  [TENANT_ID, 0],
  [TENANT_ID.toUpperCase(), 0],
  ['contoso.example', 0],
  ['organizations', 0],
  ['common', 9001023],
  ['consumers', 9001023],
  ['fabrikam.example', 90002],
])('the password grant at /%s ends as %i', async (segment, code) => {
  const world = await createWorld();
  const authority = `${SIGN_IN}/${segment}`;
  expect(codeOf(await askToken(world, NOAH, { authority }))).toBe(code);
});

test('a user nobody knows is a sign-in that failed', async () => {
  const world = await createWorld();
  const username = `${'x'.repeat(300)}@contoso.example`;
  expect(codeOf(await askToken(world, { username, password: 'p' }))).toBe(50034);
  expect(world.rows).toMatchObject([{ errorCode: 50034, userId: '' }]);
  expect(world.rows[0]?.userPrincipalName.length).toBeLessThan(150);
});

test('user names are compared without case and logged in lower case', async () => {
  const world = await createWorld();
  expect(codeOf(await askToken(world, { ...NOAH, username: 'NOAH@Contoso.example' }))).toBe(0);
  expect(world.rows).toMatchObject([{ userPrincipalName: NOAH.username, method: 'cloud' }]);
});

test('with Pass-through Authentication off, an on-premises user has no password here', async () => {
  const world = await createWorld();
  world.tenant.passThroughAuthentication = false;
  expect(codeOf(await askToken(world, { username: MIA, password: 'p' }))).toBe(50056);
});

test('an id token comes only with openid, client_info only when asked for', async () => {
  const world = await createWorld();
  const plain = JSON.parse((await askToken(world, { ...NOAH, scope: 'User.Read' })).body);
  expect(Object.keys(plain).sort()).toEqual(
    ['access_token', 'expires_in', 'ext_expires_in', 'scope', 'token_type'].sort(),
  );
  const form = { ...NOAH, scope: 'openid User.Read offline_access', client_info: '1' };
  const full = JSON.parse((await askToken(world, form)).body);
  expect(full.scope).toBe('openid User.Read');
  expect(full).toHaveProperty('id_token');
  expect(JSON.parse(Buffer.from(full.client_info, 'base64url').toString())).toMatchObject({
    utid: TENANT_ID,
  });
});

test('neither rows nor answers nor traces hold a password', async () => {
  const world = await createWorld();
  const canary = 'canary-7f3b';
  const reply = await askToken(world, { ...ADMIN, password: canary });
  await askToken(world, { username: MIA, password: canary });
  const seen = JSON.stringify([reply, world.rows, world.traced, world.entra.signIns()]);
  expect(seen).toContain('50126');
  expect(seen).not.toContain(canary);
});

test('what is not there is not found', async () => {
  const world = await createWorld();
  expect((await call(world, 'GET', `${SIGN_IN}/nothing/here`)).status).toBe(404);
  const url = `${SIGN_IN}/common/UserRealm/%E0%A4%A`;
  expect((await call(world, 'GET', url)).status).toBe(200);
});
