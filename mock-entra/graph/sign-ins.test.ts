/** The sign-in log as a report reads it. */

import { expect, test } from 'vitest';
import { DAY_MS } from '../../protocol/time-units.ts';
import { proves } from '../../test/parity/proves.ts';
import { askToken, createWorld, MIA, NOAH, type World } from '../stub-world.ts';
import { renderBetaSignIn, renderSignIn } from './graph-sign-in.ts';
import { ask, asUser, outcomeOf } from './stub-caller.ts';

const BETA = '/beta/auditLogs/signIns';
const V1 = '/v1.0/auditLogs/signIns';
/** So that no test waits for a quota. */
const QUOTA = { graphReportRequests: 1_000 };

async function read(world: World, path: string) {
  return ask(world, await asUser(world, 'AuditLog.Read.All'), path);
}

async function createSignIns(...names: string[]): Promise<World> {
  const world = await createWorld(QUOTA);
  for (const name of names) await askToken(world, { ...NOAH, username: `${name}@contoso.example` });
  return world;
}

async function namesAt(world: World, path: string): Promise<string[]> {
  const { body } = await read(world, path);
  return body.value.map(
    (row: { userPrincipalName: string }) => row.userPrincipalName.split('@')[0] ?? '',
  );
}

test(
  proves(
    ['graph.sign-ins', 'graph.authentication-details'],
    'sign-ins come newest first, with who checked the password',
  ),
  async () => {
    const world = await createWorld();
    await askToken(world, NOAH);
    await askToken(world, { username: MIA, password: 'p' });
    const { body } = await read(world, `${BETA}?$top=3`);
    expect(body.value).toMatchObject([
      {
        userPrincipalName: MIA,
        status: { errorCode: 80001, failureReason: 'No Authentication Agent is available.' },
        authenticationDetails: [
          { authenticationMethodDetail: 'Pass-through Authentication', succeeded: false },
        ],
      },
      {
        userPrincipalName: NOAH.username,
        status: { errorCode: 0 },
        authenticationProtocol: 'ropc',
        isInteractive: true,
        signInEventTypes: ['interactiveUser'],
        authenticationDetails: [
          { authenticationMethodDetail: 'Password in the cloud', succeeded: true },
        ],
      },
    ]);
    const one = await read(world, `${V1}/${body.value[0].id}`);
    expect(one.body).toMatchObject({ userPrincipalName: MIA, riskDetail: 'hidden' });
    expect(one.body).not.toHaveProperty('authenticationDetails');
    expect(outcomeOf(await read(world, `${V1}/nobody`))).toBe('404 Request_ResourceNotFound');
  },
);

// EVIDENCE-OF ED-FAQ: "Pass-through Authentication; PTA AgentId: {GUID}"
test(
  proves('graph.authentication-details', 'the agent that was asked is named, and the second step'),
  async () => {
    const world = await createSignIns('noah');
    const [row] = world.rows;
    if (row === undefined) expect.fail('expected a row');
    const asked = { ...row, method: 'pass-through' as const, errorCode: 0 as const };
    const handOff = { agentId: 'a-1', atMs: 0 };
    const rendered = renderBetaSignIn(
      Object.assign(asked, { handOff, secondFactor: { method: 'PhoneAppOTP', succeeded: true } }),
      world.tenant,
    );
    expect(rendered.authenticationDetails).toMatchObject([
      { authenticationMethodDetail: 'Pass-through Authentication; PTA AgentId: a-1' },
      { authenticationMethod: 'Software OATH token', succeeded: true },
    ]);
    expect(renderSignIn(row, { licence: 'P2' }).riskDetail).toBe('none');
  },
);

test(
  proves('graph.paging', 'pages follow each other without a gap while new rows come in'),
  async () => {
    const world = await createSignIns('u0', 'u1', 'u2', 'u3', 'u4');
    const names: string[] = [];
    let next: string | undefined = `${V1}?$top=2&$filter=startsWith(userPrincipalName,'u')`;
    let pages = 0;
    while (next !== undefined) {
      const { body } = await read(world, next);
      names.push(...body.value.map((row: { userPrincipalName: string }) => row.userPrincipalName));
      next = body['@odata.nextLink'];
      pages += 1;
      await askToken(world, { ...NOAH, username: 'late@contoso.example' });
    }
    expect(names.map((name) => name.split('@')[0])).toEqual(['u4', 'u3', 'u2', 'u1', 'u0']);
    expect(pages).toBe(3);
  },
);

test('oldest first on demand, page by page too', async () => {
  const world = await createSignIns('u0', 'u1', 'u2');
  const first = await read(world, `${V1}?$orderby=createdDateTime asc&$top=2`);
  expect(first.body.value).toHaveLength(2);
  expect(await namesAt(world, first.body['@odata.nextLink'])).toEqual(['u2']);
  expect(await namesAt(world, `${V1}?$orderby=createdDateTime desc`)).toEqual(['u2', 'u1', 'u0']);
});

test(proves('graph.filter', 'a report takes the filters that are documented for it'), async () => {
  const world = await createSignIns('u0', 'u1');
  await world.clock.advanceTo(world.clock.nowMs() + DAY_MS);
  await askToken(world, NOAH);
  const filtered = (filter: string, path = V1) =>
    namesAt(world, `${path}?$filter=${encodeURIComponent(filter)}`);
  expect(await filtered('status/errorCode eq 50034')).toEqual(['u1', 'u0']);
  expect(await filtered('status/errorCode eq 0')).toEqual(['noah']);
  expect(await filtered("userPrincipalName eq 'U1@contoso.example'")).toEqual(['u1']);
  expect(await filtered('createdDateTime ge 2026-01-06')).toEqual(['noah']);
  expect(await filtered('createdDateTime le 2026-01-06T07:59:59Z')).toEqual(['u1', 'u0']);
  expect(await filtered("appDisplayName eq 'Lab client' and status/errorCode eq 0")).toEqual([
    'noah',
  ]);
  expect(await filtered("signInEventTypes/any(t: t eq 'interactiveUser')", BETA)).toHaveLength(3);
  expect(await filtered("signInEventTypes/any(t: t eq 'nonInteractiveUser')", BETA)).toEqual([]);
});

test.each([
  ["$filter=createdDateTime ge '2026-01-05'"],
  ['$filter=status/errorCode ge 1'],
  ['$filter=createdDateTime gt 2026-01-05'],
  ["$filter=signInEventTypes/any(t: t eq 'interactiveUser')"],
  ["$filter=password eq 'x'"],
  ['$filter=isRisky eq true'],
  ['$top=0'],
  ['$top=1001'],
  ['$top=-1'],
  ['$top=2&$top=3'],
  ['$skiptoken=x'],
  ['$count=true'],
  ['$select=nonsense'],
  ['$orderby=userPrincipalName'],
  ['$expand=user'],
  ['$unheardof=1'],
])(proves('graph.errors', 'a report does not take ?%s'), async (query) => {
  const world = await createWorld();
  const path = `${V1}?${query.replaceAll(' ', '%20')}`;
  expect(outcomeOf(await read(world, path))).toBe('400 BadRequest');
});

test(proves('graph.paging', 'only what was selected comes'), async () => {
  const world = await createSignIns('u0');
  const { body } = await read(world, `${BETA}?$select=id,userPrincipalName`);
  expect(Object.keys(body.value[0])).toEqual(['id', 'userPrincipalName']);
  expect(body['@odata.context']).toMatch(/auditLogs\/signIns\(id,userPrincipalName\)$/);
});
