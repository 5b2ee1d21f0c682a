/** Strangers at the doors of discovery and Graph: whatever they send, an answer comes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asApplication, asUser, GRAPH } from '../graph/stub-caller.ts';
import { createWorld, SIGN_IN, TENANT_ID, type World } from '../stub-world.ts';

const MARKUP = '<img src=x>';
const EDGES = ['', MARKUP, "'", '%', '\u0000', '$filter', '__proto__', 'x'.repeat(500), TENANT_ID];

const text = fc.oneof(fc.constantFrom(...EDGES), fc.string({ unit: 'binary', maxLength: 40 }));

const NAMES = [
  ...['$filter', '$select', '$top', '$skiptoken', '$orderby', '$count', '$expand', '$search'],
  ...['api-version', 'authorization_endpoint', 'login', 'user', 'xml', 'json', 'mkt', MARKUP],
];

const DOORS = [
  ...['common/discovery/instance', 'GetUserRealm.srf', 'common/GetCredentialType'],
  ...['common/UserRealm/', `${TENANT_ID}/v2.0/.well-known/openid-configuration`],
].map((path) => `${SIGN_IN}/${path}`);

const RESOURCES = [
  ...['v1.0/users', 'v1.0/users/', 'v1.0/users/$count', 'v1.0/me', 'v1.0/organization/'],
  ...['v1.0/domains/', 'v1.0/applications/', 'beta/auditLogs/signIns', 'v1.0/auditLogs/signIns/'],
  ...['beta/onPremisesPublishingProfiles/authentication/agents/', 'v1.0/$batch'],
  `v1.0/directory/onPremisesSynchronization/${TENANT_ID}`,
].map((path) => `${GRAPH}/${path}`);

const request = fc.record({
  door: fc.constantFrom(...DOORS, ...RESOURCES),
  method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PATCH', 'OPTIONS', 'DELETE'),
  tail: fc.option(text, { nil: '' }),
  query: fc.array(fc.tuple(fc.constantFrom(...NAMES), text), { maxLength: 3 }),
  body: fc.oneof(text, fc.json(), fc.constant('{"username":"<b>@contoso.example"}')),
  eventual: fc.boolean(),
});

type Sent = typeof request extends fc.Arbitrary<infer T> ? T : never;

async function send(world: World, token: string, sent: Sent) {
  const tail = encodeURIComponent(sent.tail.toWellFormed());
  const query = sent.query
    .map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`,
    )
    .join('&');
  const headers = {
    authorization: `Bearer ${token}`,
    ...(sent.eventual && { consistencylevel: 'eventual' }),
  };
  const url = `${sent.door}${tail}?${query}`;
  const client = { address: '203.0.113.7' };
  return world.entra.handle({ method: sent.method, url, headers, body: sent.body }, client);
}

test('no door breaks, hangs, or gives markup back as markup', async () => {
  const world = await createWorld({ graphReportRequests: 1_000_000, graphDirectoryRequests: 1e6 });
  const tokens = [
    await asUser(
      world,
      'User.Read.All AuditLog.Read.All OnPremisesPublishingProfiles.ReadWrite.All',
    ),
    await asApplication(world, 'Directory.Read.All', 'AuditLog.Read.All'),
    'nonsense',
  ];
  await fc.assert(
    fc.asyncProperty(request, fc.constantFrom(...tokens), async (sent, token) => {
      const { status, headers, body } = await send(world, token, sent);
      expect(status).toSatisfy((code: number) => code < 500 || code === 501);
      const type = headers['content-type'] ?? '';
      if (body.includes(MARKUP)) expect(type).toMatch(/^application\/json/);
    }),
    { numRuns: 1_000 },
  );
});
