/** What holds for every address of Graph: tokens, permissions, quotas, verbs, what is absent. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { ADMIN, call, createWorld, TENANT_ID, tokenFor } from '../stub-world.ts';
import { ADA, asApplication, ask, asUser, GRAPH, NOAH_ID, outcomeOf } from './stub-caller.ts';

const AGENTS = '/beta/onPremisesPublishingProfiles/authentication/agents';
const SIGN_INS = '/v1.0/auditLogs/signIns';
const AGENTS_SCOPE = 'OnPremisesPublishingProfiles.ReadWrite.All';

test(
  proves('graph.permissions', 'only a token of this tenant for Graph opens it, until it ends'),
  async () => {
    const world = await createWorld();
    const bare = await call(world, 'GET', `${GRAPH}${AGENTS}`);
    expect(bare).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(JSON.parse(bare.body).error).toMatchObject({
      code: 'InvalidAuthenticationToken',
      innerError: { date: '2026-01-05T08:00:00' },
    });
    const token = await asUser(world, AGENTS_SCOPE);
    const nowSeconds = world.clock.nowMs() / 1000;
    const wrong = [
      ...['', 'x', 'a.b.c', `${token.slice(0, -4)}AAAA`, `${token} more`],
      await asUser(world, AGENTS_SCOPE, { aud: 'https://elsewhere.example' }),
      await asUser(world, AGENTS_SCOPE, { tid: NOAH_ID }),
      await asUser(world, AGENTS_SCOPE, { exp: nowSeconds }),
      await asUser(world, AGENTS_SCOPE, { nbf: nowSeconds + 1 }),
    ];
    for (const bad of wrong) {
      expect(outcomeOf(await ask(world, bad, AGENTS))).toBe('401 InvalidAuthenticationToken');
    }
    expect((await ask(world, token, AGENTS)).status).toBe(200);
    expect((await ask(world, token, `https://localhost:8443${AGENTS}`)).status).toBe(200);
    await world.clock.advanceTo(world.clock.nowMs() + 3_600_000);
    expect((await ask(world, token, AGENTS)).status).toBe(401);
  },
);

test('a token of the token endpoint has the permissions that were asked for', async () => {
  const world = await createWorld();
  const token = await tokenFor(world, `https://graph.microsoft.com/${AGENTS_SCOPE}`, ADMIN);
  expect((await ask(world, token, AGENTS)).status).toBe(200);
  expect((await ask(world, token, SIGN_INS)).status).toBe(403);
});

test.each([
  [AGENTS, 'user', AGENTS_SCOPE, ADA, 200],
  [AGENTS, 'user', AGENTS_SCOPE.toLowerCase(), ADA, 200],
  [AGENTS, 'user', 'Directory.Read.All', ADA, '403 Authorization_RequestDenied'],
  [
    ...[AGENTS, 'user', AGENTS_SCOPE, NOAH_ID],
    '403 NotAdminRoleNoEnoughCustomPermission_UnauthorizedAccess',
  ],
  [AGENTS, 'application', AGENTS_SCOPE, '', '403 Authorization_RequestDenied'],
  [SIGN_INS, 'user', 'AuditLog.Read.All', ADA, 200],
  [
    ...[SIGN_INS, 'user', 'AuditLog.Read.All', NOAH_ID],
    '403 Authentication_RequestFromUnsupportedUserRole',
  ],
  [...[SIGN_INS, 'user', 'Directory.Read.All', ADA], '403 Authentication_MSGraphPermissionMissing'],
  [SIGN_INS, 'application', 'AuditLog.Read.All', '', 200],
  ['/v1.0/users', 'user', 'User.Read', ADA, '403 Authorization_RequestDenied'],
  ['/v1.0/users', 'user', 'User.ReadBasic.All', NOAH_ID, 200],
  ['/v1.0/users', 'application', 'User.ReadBasic.All', '', '403 Authorization_RequestDenied'],
  ['/v1.0/users', 'application', 'User.Read.All', '', 200],
  ['/v1.0/applications', 'user', 'User.Read', ADA, '403 Authorization_RequestDenied'],
  ['/v1.0/domains', 'application', 'Domain.Read.All', '', 200],
  [
    ...['/v1.0/directory/onPremisesSynchronization', 'user'],
    ...['OnPremDirectorySynchronization.Read.All', ADA, '403 Authorization_RequestDenied'],
  ],
] as [string, 'user' | 'application', string, string, string | number][])(
  proves('graph.permissions', '%s for a %s with %s (%s): %s'),
  async (path, kind, permission, userId, outcome) => {
    const world = await createWorld();
    const token =
      kind === 'user'
        ? await asUser(world, permission, { userId })
        : await asApplication(world, permission);
    expect(outcomeOf(await ask(world, token, path))).toBe(outcome);
  },
);

test.each([
  ['none', '403 Authentication_RequestFromNonPremiumTenantOrB2CTenant'],
  ['P1', 200],
  ['P2', 200],
] as const)(
  proves('graph.licence', 'a tenant with licence %s reads its sign-in log: %s'),
  async (licence, outcome) => {
    const world = await createWorld({}, undefined, { changes: { licence } });
    const token = await asUser(world, 'AuditLog.Read.All');
    expect(outcomeOf(await ask(world, token, SIGN_INS))).toBe(outcome);
  },
);

// EVIDENCE-OF GR: "5 requests per 10 seconds", per application and tenant.
test(proves('graph.throttling', 'the sixth report within ten seconds has to wait'), async () => {
  const world = await createWorld();
  const token = await asUser(world, `AuditLog.Read.All ${AGENTS_SCOPE}`);
  const report = () => ask(world, token, SIGN_INS);
  for (let n = 0; n < 5; n++) {
    expect((await report()).status).toBe(200);
    await world.clock.advanceTo(world.clock.nowMs() + 500);
  }
  const refused = await report();
  expect(outcomeOf(refused)).toBe('429 TooManyRequests');
  expect(refused.headers['retry-after']).toBe('8');
  for (let n = 0; n < 20; n++) expect((await ask(world, token, AGENTS)).status).toBe(200);
  const another = await asUser(world, 'AuditLog.Read.All', { appid: NOAH_ID });
  expect((await ask(world, another, SIGN_INS)).status).toBe(200);
  await world.clock.advanceTo(world.clock.nowMs() + 7_499);
  expect((await report()).status).toBe(429);
  await world.clock.advanceTo(world.clock.nowMs() + 1);
  expect((await report()).status).toBe(200);
});

test(proves('graph.throttling', 'other resources have a quota of their own'), async () => {
  const world = await createWorld({ graphDirectoryRequests: 2 });
  const token = await asApplication(world, 'User.Read.All');
  const statuses = [];
  for (let n = 0; n < 3; n++) statuses.push((await ask(world, token, '/v1.0/users')).status);
  expect(statuses).toEqual([200, 200, 429]);
});

test.each([
  ['PATCH', `/v1.0/users/${NOAH_ID}`],
  ['DELETE', `/v1.0/users/${NOAH_ID}`],
  ['POST', '/v1.0/users'],
  ['POST', SIGN_INS],
  ['PUT', `/v1.0/directory/onPremisesSynchronization/${TENANT_ID}`],
])(proves('graph.errors', '%s %s is not allowed'), async (method, path) => {
  const world = await createWorld();
  const reply = await ask(world, await asApplication(world, 'User.Read.All'), path, { method });
  expect(outcomeOf(reply)).toBe('405 Request_BadRequest');
  expect(reply.headers.allow).toContain('GET');
});

test.each([
  ['POST', '/v1.0/$batch'],
  ['GET', '/v1.0/groups'],
  ['GET', '/v1.0/users/delta/x'],
  ['GET', '/beta/'],
  ['GET', '/v1.0/$metadata'],
])(proves('graph.errors', '%s %s is absent'), async (method, path) => {
  const world = await createWorld();
  const reply = await ask(world, await asUser(world, 'User.Read'), path, { method });
  expect(outcomeOf(reply)).toBe('404 ResourceNotFound');
});

test('paths are the same in any case, and nothing of them comes back', async () => {
  const world = await createWorld();
  const token = await asUser(world, 'AuditLog.Read.All');
  const path = '/V1.0/auditlogs/signins?$select=ID%3Cscript%3E';
  const { body, status } = await ask(world, token, path);
  expect(status).toBe(400);
  expect(JSON.stringify(body)).not.toContain('script');
  expect((await ask(world, token, '/v1.0/auditlogs/SIGNINS')).body['@odata.context']).toMatch(
    /#auditLogs\/signIns$/,
  );
});

test('a page of another origin may ask first', async () => {
  const world = await createWorld();
  const { status, headers } = await call(world, 'OPTIONS', `${GRAPH}/v1.0/me`);
  expect(status).toBe(200);
  expect(headers['access-control-allow-headers']).toContain('authorization');
});
