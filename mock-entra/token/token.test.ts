/** The token endpoint: what a request must be, and the shape of answers. */
import { expect, test } from 'vitest';
import { AADSTS } from '../../protocol/aadsts.ts';
import { Secret } from '../../runtime/secret.ts';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import {
  ADMIN,
  askToken,
  call,
  codeOf,
  createWorld,
  MIA,
  NOAH,
  SIGN_IN,
  switchPassThrough,
  TENANT_ID,
} from '../stub-world.ts';
import { createCloudPassword, type User } from '../tenant/tenant.ts';
import { createClients, DISABLED, NATIVE, postToken, SPA_ORIGIN } from './fixture-clients.ts';

const totpUser: User = {
  id: '44444444-4444-4444-8444-444444444444',
  userPrincipalName: 'tia@contoso.example',
  displayName: 'Tia',
  cloudPassword: createCloudPassword(new Secret('totp-pass'), 'salt'),
  secondFactor: { totpSecret: 'JBSWY3DPEHPK3PXP' },
};

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
  ['an unknown grant', { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' }, 70003],
  ['a grant named like a member of objects', { grant_type: 'toString' }, 70003],
  ['an unknown application', { client_id: TENANT_ID }, 700016],
  ['a resource nobody has', { scope: 'https://unknown.example/.default' }, 500011],
  ['a scope that is no name', { scope: 'User.Read <script>' }, 70011],
  [
    '.default beside a permission',
    { scope: 'User.Read https://graph.microsoft.com/.default' },
    70011,
  ],
  [
    'the real registration audience',
    { scope: 'https://proxy.cloudwebappproxy.net/registerapp/.default' },
    500011,
  ],
  [
    'two resources',
    { scope: `User.Read https://proxy.cloudwebappproxy.net.lab.localhost/registerapp/.default` },
    70011,
  ],
];

test.each(BAD_REQUESTS)(
  proves(
    'token.request',
    causes(
      [900144, 70003, 700016, 70011, 500011],
      'a request with %s is refused and is no sign-in',
    ),
  ),
  async (_, form, code) => {
    const world = await createWorld();
    const reply = await askToken(world, { ...NOAH, ...form });
    expect(codeOf(reply)).toBe(code);
    expect(JSON.parse(reply.body).error).toBe(AADSTS[code as 70003].oauthError);
    expect(world.rows).toEqual([]);
  },
);

test('a missing parameter is named', async () => {
  const world = await createWorld();
  const { body } = await askToken(world, { ...NOAH, scope: '' });
  expect(JSON.parse(body).error_description).toContain("'scope'");
});

test(causes(9002313, 'a parameter that is there twice makes the request malformed'), async () => {
  const world = await createWorld();
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/token`;
  const body = 'grant_type=password&username=a&username=b';
  expect(codeOf(await call(world, 'POST', url, { body }))).toBe(9002313);
});

test(causes(900561, 'another verb than POST is refused by name'), async () => {
  const world = await createWorld();
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/token`;
  expect(codeOf(await call(world, 'GET', url))).toBe(900561);
});

test.each([
  [TENANT_ID, 0],
  [TENANT_ID.toUpperCase(), 0],
  ['contoso.example', 0],
  ['organizations', 50194],
  ['common', 9001023],
  ['consumers', 9001023],
  ['fabrikam.example', 90002],
])(
  proves('token.password', causes([50194, 9001023, 90002], 'the password grant at /%s ends as %i')),
  async (segment, code) => {
    const world = await createWorld();
    const authority = `${SIGN_IN}/${segment}`;
    expect(codeOf(await askToken(world, NOAH, { authority }))).toBe(code);
  },
);

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
  switchPassThrough(world, false);
  expect(codeOf(await askToken(world, { username: MIA, password: 'p' }))).toBe(50056);
});

test('an id token comes only with openid, client_info only when asked for', async () => {
  const world = await createWorld();
  const plain = JSON.parse((await askToken(world, { ...NOAH, scope: 'User.Read' })).body);
  expect(Object.keys(plain).sort()).toEqual(
    ['access_token', 'expires_in', 'ext_expires_in', 'scope', 'token_type'].sort(),
  );
  const form = { ...NOAH, scope: 'openid user.read offline_access', client_info: '1' };
  const full = JSON.parse((await askToken(world, form)).body);
  expect(full.scope).toBe('openid User.Read');
  expect(full).toHaveProperty('id_token');
  expect(full).toHaveProperty('refresh_token');
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

test(
  causes(50194, 'a shared authority takes applications of several organisations only'),
  async () => {
    const world = await createClients();
    const authority = `${SIGN_IN}/organizations`;
    expect(codeOf(await askToken(world, NOAH, { authority }))).toBe(0);
    expect(codeOf(await askToken(world, { ...NOAH, client_id: NATIVE }, { authority }))).toBe(
      50194,
    );
  },
);

test(causes(9002332, 'personal accounts have no application here'), async () => {
  const form = { grant_type: 'refresh_token', client_id: NATIVE, refresh_token: 'x' };
  const world = await createClients();
  expect(codeOf(await postToken(world, form, { authority: `${SIGN_IN}/consumers` }))).toBe(9002332);
});

test(causes(7000112, 'a disabled application is refused'), async () => {
  expect(codeOf(await askToken(await createClients(), { ...NOAH, client_id: DISABLED }))).toBe(
    7000112,
  );
});

test.each([
  ['JSON', { 'content-type': 'application/json' }, '{"grant_type":"password"}', 900144],
  ['another type of form', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--', 900144],
  [
    'a form with a character set',
    { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    'grant_type=x',
    70003,
  ],
])('a body of %s is answered', async (_, headers, body, code) => {
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/token`;
  expect(codeOf(await call(await createWorld(), 'POST', url, { body, headers }))).toBe(code);
});

test('white space around a password is cut off', async () => {
  const world = await createWorld();
  expect(codeOf(await askToken(world, { ...NOAH, password: ` ${NOAH.password}\t` }))).toBe(0);
});

test('a policy that wants more than a password refuses after the right one only', async () => {
  const mfa = { users: ['*'], excludedUsers: [], applications: ['*'], require: 'mfa' } as const;
  const people = [{ ...totpUser }];
  const policies = [{ ...mfa, name: 'mfa for all' }];
  const world = await createWorld({}, undefined, { changes: { policies }, people });
  const right = { username: totpUser.userPrincipalName, password: 'totp-pass' };
  const reply = await askToken(world, right);
  expect(codeOf(reply)).toBe(50076);
  expect(JSON.parse(reply.body).suberror).toBe('basic_action');
  expect(codeOf(await askToken(world, { ...right, password: 'wrong' }))).toBe(50126);
  expect(world.rows.map(({ errorCode }) => errorCode)).toEqual([50076, 50126]);
});

test('a code that was ordered is a sign-in nobody judged', async () => {
  const world = await createWorld();
  world.entra.cloud.injections.inject({ code: 50196, times: 1, userName: NOAH.username });
  expect(codeOf(await askToken(world, { ...ADMIN }))).toBe(0);
  expect(codeOf(await askToken(world, NOAH))).toBe(50196);
  expect(world.rows.at(-1)).toMatchObject({ errorCode: 50196, method: 'none' });
  expect(codeOf(await askToken(world, NOAH))).toBe(0);
});

test('a preflight is answered for pages of registered origins', async () => {
  const world = await createClients();
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/token`;
  const asking = { 'access-control-request-headers': 'x-client-sku,content-type' };
  const allowed = await call(world, 'OPTIONS', url, { headers: { ...asking, origin: SPA_ORIGIN } });
  expect(allowed).toMatchObject({
    status: 200,
    headers: {
      'access-control-allow-origin': SPA_ORIGIN,
      'access-control-allow-headers': 'x-client-sku,content-type',
    },
  });
  for (const origin of ['https://web.example', 'null', 'https://spa.example.evil.example']) {
    const refused = await call(world, 'OPTIONS', url, { headers: { ...asking, origin } });
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
  }
});
