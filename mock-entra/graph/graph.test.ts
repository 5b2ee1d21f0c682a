/** Graph as a report reads it: agents and sign-ins. */
import { expect, test } from 'vitest';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { bootstrap, enrol } from '../agents/test-agent.ts';
import { askToken, call, createWorld, MIA, NOAH, tokenFor, type World } from '../test-world.ts';

const GRAPH = `https://${labHost(HOSTS.graph)}`;
const SCOPE = 'https://graph.microsoft.com/.default';
const AGENTS = '/beta/onPremisesPublishingProfiles/authentication/agents';

async function get(world: World, path: string, token?: string) {
  const bearer = token ?? (await tokenFor(world, SCOPE));
  const url = path.startsWith('https:') ? path : `${GRAPH}${path}`;
  const headers = { authorization: `Bearer ${bearer}` };
  const reply = await call(world, 'GET', url, { headers });
  return { status: reply.status, body: JSON.parse(reply.body) };
}

test('the agents list shows machine, address and status, and no removed agent', async () => {
  const world = await createWorld();
  const active = await enrol(world, 'agt-1');
  const silent = await enrol(world, 'agt-2');
  await bootstrap(world, active);
  const { body } = await get(world, AGENTS);
  expect(body.value).toEqual([
    {
      id: active.id,
      machineName: 'agt-1',
      externalIp: '198.51.100.1',
      status: 'active',
      supportedPublishingTypes: ['authentication'],
    },
    expect.objectContaining({ id: silent.id, status: 'inactive' }),
  ]);
  await world.clock.advanceTo(world.clock.nowMs() + 10 * 86_400_000);
  expect((await get(world, AGENTS)).body.value).toEqual([]);
});

test('agent groups hold the agents when asked to expand them', async () => {
  const world = await createWorld();
  await enrol(world, 'agt-1');
  const path = '/beta/onPremisesPublishingProfiles/authentication/agentGroups';
  expect((await get(world, path)).body.value[0]).not.toHaveProperty('agents');
  const { body } = await get(world, `${path}?$expand=agents`);
  expect(body.value).toMatchObject([{ isDefault: true, agents: [{ machineName: 'agt-1' }] }]);
});

test('sign-ins come newest first, with who checked the password', async () => {
  const world = await createWorld();
  await askToken(world, NOAH);
  await askToken(world, { username: MIA, password: 'p' });
  const token = await tokenFor(world, SCOPE);
  const { body } = await get(world, '/beta/auditLogs/signIns?$top=3', token);
  expect(body.value).toMatchObject([
    { status: { errorCode: 0 }, authenticationProtocol: 'ropc' },
    {
      userPrincipalName: MIA,
      status: { errorCode: 80001, failureReason: 'No Authentication Agent is available.' },
      authenticationDetails: [{ authenticationMethodDetail: 'Pass-through Authentication' }],
    },
    {
      userPrincipalName: NOAH.username,
      authenticationDetails: [
        { authenticationMethodDetail: 'Password in the cloud', succeeded: true },
      ],
    },
  ]);
});

test('v1.0 has no authenticationDetails', async () => {
  const world = await createWorld();
  const { body } = await get(world, '/v1.0/auditLogs/signIns');
  expect(body.value[0]).toMatchObject({ status: { errorCode: 0 } });
  expect(body.value[0]).not.toHaveProperty('authenticationDetails');
});

test('pages follow each other without a gap while new rows come in', async () => {
  const world = await createWorld();
  for (let n = 0; n < 5; n++) await askToken(world, { ...NOAH, username: `u${n}@contoso.example` });
  const token = await tokenFor(world, SCOPE);
  const names: string[] = [];
  let next: string | undefined = '/v1.0/auditLogs/signIns?$top=2';
  while (next !== undefined) {
    const { body } = await get(world, next, token);
    names.push(...body.value.map((row: { userPrincipalName: string }) => row.userPrincipalName));
    next = body['@odata.nextLink'];
    await askToken(world, NOAH);
  }
  expect(names.map((name) => name.split('@')[0])).toEqual(['admin', 'u4', 'u3', 'u2', 'u1', 'u0']);
});

test('what is not emulated is refused rather than ignored', async () => {
  const world = await createWorld();
  const filtered = await get(world, "/beta/auditLogs/signIns?$filter=userId eq 'x'");
  expect(filtered).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
  expect((await get(world, '/v1.0/auditLogs/signIns?$top=0')).status).toBe(400);
  expect((await get(world, '/v1.0/auditLogs/signIns?$top=1001')).status).toBe(400);
  expect((await get(world, '/v1.0/users')).body.error.code).toBe('ResourceNotFound');
});

test('only a token of this tenant for Graph opens it, until the token ends', async () => {
  const world = await createWorld();
  const url = `${GRAPH}${AGENTS}`;
  const bare = await call(world, 'GET', url);
  expect(bare.status).toBe(401);
  expect(JSON.parse(bare.body).error).toMatchObject({
    code: 'InvalidAuthenticationToken',
    innerError: { date: '2026-01-05T08:00:00' },
  });
  const token = await tokenFor(world, SCOPE);
  const forged = `${token.slice(0, -4)}AAAA`;
  const wrong = await tokenFor(
    world,
    'https://proxy.cloudwebappproxy.net.lab.localhost/registerapp/.default',
  );
  for (const bad of ['x', 'a.b.c', forged, wrong]) {
    expect((await get(world, AGENTS, bad)).status).toBe(401);
  }
  expect((await get(world, AGENTS, token)).status).toBe(200);
  expect((await get(world, `https://localhost:8443${AGENTS}`, token)).status).toBe(200);
  await world.clock.advanceTo(world.clock.nowMs() + 3_599_000);
  expect((await get(world, AGENTS, token)).status).toBe(401);
});
