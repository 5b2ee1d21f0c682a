/** What is read of the tenant: users, organisation, domains, applications, settings. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { ADMIN, createWorld, MIA, NOAH, PLAIN_APPLICATION, TENANT_ID } from '../stub-world.ts';
import type { Application } from '../tenant/application.ts';
import type { User } from '../tenant/tenant.ts';
import { ADA, asApplication, ask, asUser, EVENTUAL, NOAH_ID, outcomeOf } from './stub-caller.ts';

function person(n: number): User {
  const id = `44444444-4444-4444-8444-${String(n).padStart(12, '0')}`;
  return { id, userPrincipalName: `p${n}@contoso.example`, displayName: `Person ${9 - n}` };
}

const FIVE = [1, 2, 3, 4, 5].map(person);

async function create(people: readonly User[] = []) {
  const world = await createWorld({}, undefined, {
    people,
    changes: {
      domains: [
        { name: 'contoso.example', kind: 'managed' },
        {
          name: 'fed.contoso.example',
          kind: 'federated',
          federation: {
            passiveUrl: 'https://sts.fed.example/ls',
            activeUrl: 'https://sts.fed.example/active',
            metadataUrl: 'https://sts.fed.example/mex',
            brand: 'Fed',
          },
        },
      ],
    },
  });
  const token = await asApplication(world, 'Directory.Read.All');
  const get = (path: string, options = {}) => ask(world, token, path, options);
  return { world, get };
}

test(proves('graph.users', 'a person reads themselves by id, by name and as me'), async () => {
  const { world } = await create();
  const token = await asUser(world, 'User.Read', { userId: NOAH_ID });
  for (const path of ['/me', `/users/${NOAH_ID}`, `/users/${NOAH.username.toUpperCase()}`]) {
    const { body } = await ask(world, token, `/v1.0${path}`);
    expect(body).toMatchObject({ id: NOAH_ID, userPrincipalName: NOAH.username, mail: null });
    expect(body).not.toHaveProperty('accountEnabled');
    expect(body['@odata.context']).toMatch(/\/v1\.0\/\$metadata#users\/\$entity$/);
  }
  const other = await ask(world, token, `/v1.0/users/${MIA}`);
  expect(outcomeOf(other)).toBe('403 Authorization_RequestDenied');
  const nobody = await ask(world, token, '/v1.0/users/nobody@contoso.example');
  expect(outcomeOf(nobody)).toBe('403 Authorization_RequestDenied');
});

test(proves('graph.users', 'an application has no me, and finds others or nobody'), async () => {
  const { get } = await create();
  expect(outcomeOf(await get('/v1.0/me'))).toBe('400 BadRequest');
  expect((await get(`/v1.0/users/${ADA}`)).body.userPrincipalName).toBe(ADMIN.username);
  expect(outcomeOf(await get('/v1.0/users/nobody'))).toBe('404 Request_ResourceNotFound');
});

test('nothing about passwords is a property of a user', async () => {
  const { get } = await create();
  const { body } = await get(`/beta/users/${ADA}`);
  expect(JSON.stringify(body)).not.toMatch(/digest|salt|password/i);
  const asked = await get('/v1.0/users?$select=cloudPassword');
  expect(outcomeOf(asked)).toBe('400 BadRequest');
});

test(proves('graph.paging', 'pages of users name every user once, in any order'), async () => {
  const { get } = await create(FIVE);
  for (const order of ['', '&$orderby=displayName', '&$orderby=userPrincipalName desc']) {
    const names: string[] = [];
    let next: string | undefined = `/v1.0/users?$top=3&$select=userPrincipalName${order}`;
    while (next !== undefined) {
      const { body } = await get(next);
      names.push(...body.value.map((user: User) => user.userPrincipalName));
      next = body['@odata.nextLink'];
    }
    expect(names).toHaveLength(8);
    expect(new Set(names).size).toBe(8);
  }
  const exact = await get('/v1.0/users?$top=8');
  expect(exact.body).not.toHaveProperty('@odata.nextLink');
  expect((await get('/v1.0/users?$top=7')).body).toHaveProperty('@odata.nextLink');
});

test('a page token ends with the user that it names', async () => {
  const { world, get } = await create(FIVE);
  const { body } = await get('/v1.0/users?$top=4');
  const last = world.state.users.get(body.value.at(-1).id);
  world.state.users.delete(last?.id ?? '');
  const next = await get(body['@odata.nextLink']);
  expect(outcomeOf(next)).toBe('400 Directory_ExpiredPageToken');
  expect(outcomeOf(await get('/v1.0/users?$skiptoken=%00'))).toBe('400 Directory_ExpiredPageToken');
});

test(proves('graph.paging', 'users are counted for who asks with eventual only'), async () => {
  const { get } = await create(FIVE);
  const counted = await get('/v1.0/users?$count=true&$top=1', EVENTUAL);
  expect(counted.body['@odata.count']).toBe(8);
  expect((await get('/v1.0/users?$count=true')).body).not.toHaveProperty('@odata.count');
  const number = await get('/v1.0/users/$count', EVENTUAL);
  expect(number).toMatchObject({ status: 200, body: '8' });
  expect(outcomeOf(await get('/v1.0/users/$count'))).toBe('400 Request_BadRequest');
});

test.each([
  ["userPrincipalName eq 'P1@contoso.example'", ['p1']],
  ["startsWith(displayName,'person') and accountEnabled eq true", ['p1', 'p2', 'p3', 'p4', 'p5']],
  ["userPrincipalName in ('p1@contoso.example','p2@contoso.example')", ['p1', 'p2']],
  ['onPremisesSyncEnabled eq true', ['mia', 'p1', 'p2', 'p3', 'p4', 'p5']],
])(proves('graph.filter', 'users with %s are %j'), async (filter, names) => {
  const { get } = await create(FIVE);
  const { body } = await get(`/v1.0/users?$filter=${encodeURIComponent(filter)}`);
  expect(body.value.map((user: User) => user.userPrincipalName.split('@')[0])).toEqual(names);
});

test.each([
  "$filter=userPrincipalName ne 'x'",
  "$filter=not startsWith(displayName,'x')",
  "$filter=endsWith(userPrincipalName,'.example')",
  "$filter=displayName eq 'x'&$orderby=displayName",
])(proves('graph.filter', '?%s is an advanced query'), async (query) => {
  const { get } = await create();
  const path = `/v1.0/users?${query}`;
  expect(outcomeOf(await get(path))).toBe('400 Request_UnsupportedQuery');
  expect(outcomeOf(await get(path, EVENTUAL))).toBe('400 Request_UnsupportedQuery');
  expect(outcomeOf(await get(`${path}&$count=true`, EVENTUAL))).toBe(200);
});

test.each([
  ['$top=0', '400 Request_BadRequest'],
  ['$top=1000', '400 Request_BadRequest'],
  ['$top=999', 200],
  ['$filter=jobTitle gt 1', '400 Request_UnsupportedQuery'],
  ["$filter=syncedPassword eq 'x'", '400 BadRequest'],
  ['$filter=userPrincipalName eq', '400 BadRequest'],
  ['$orderby=mail', '400 Request_UnsupportedQuery'],
  ['$orderby=displayName,mail', '400 BadRequest'],
  ['$search="displayName:a"', '501 NotImplemented'],
  ['$skip=1', '501 NotImplemented'],
  ['$expand=manager', '400 BadRequest'],
  ['$count=maybe', '400 BadRequest'],
  ['custom=ignored', 200],
])(proves('graph.errors', 'users?%s: %s'), async (query, outcome) => {
  const { get } = await create();
  expect(outcomeOf(await get(`/v1.0/users?${query}`))).toBe(outcome);
});

test('beta takes options without the dollar', async () => {
  const { get } = await create();
  expect((await get('/beta/users?top=1')).body.value).toHaveLength(1);
  expect((await get('/v1.0/users?top=1')).body.value).toHaveLength(3);
});

test(
  proves(['graph.organization', 'graph.domains'], 'organisation and domains say what is managed'),
  async () => {
    const { world, get } = await create();
    const { body } = await get('/v1.0/organization');
    expect(body.value).toMatchObject([
      {
        id: TENANT_ID,
        displayName: 'Contoso',
        onPremisesSyncEnabled: true,
        verifiedDomains: [
          { name: 'contoso.example', type: 'Managed', isDefault: true },
          { name: 'fed.contoso.example', type: 'Federated', isDefault: false },
        ],
      },
    ]);
    const little = await ask(world, await asUser(world, 'User.Read'), '/v1.0/organization');
    expect(little.body.value[0]).toMatchObject({ displayName: 'Contoso', tenantType: null });
    expect((await get(`/v1.0/organization/${TENANT_ID}`)).body.tenantType).toBe('AAD');
    const one = await get('/v1.0/domains/FED.contoso.example');
    expect(one.body).toMatchObject({ id: 'fed.contoso.example', authenticationType: 'Federated' });
    expect((await get('/v1.0/domains')).body.value).toHaveLength(2);
    expect(outcomeOf(await get('/v1.0/domains/other.example'))).toBe(
      '404 Request_ResourceNotFound',
    );
  },
);

test(proves('graph.applications', 'applications are there without their secrets'), async () => {
  const application: Application = {
    ...PLAIN_APPLICATION,
    clientId: '55555555-5555-4555-8555-555555555555',
    displayName: 'Web',
    redirectUris: [{ uri: 'https://web.example/back', type: 'web' }],
    secrets: [{ id: 's-1', secret: { salt: 'grain', digest: 'ground' }, expiresMs: 0 }],
  };
  const world = await createWorld({}, undefined, { changes: { applications: [application] } });
  const token = await asApplication(world, 'Application.Read.All');
  const path = `/v1.0/applications?$filter=appId eq '${application.clientId}'`;
  const { body } = await ask(world, token, path);
  expect(body.value).toMatchObject([
    {
      displayName: 'Web',
      web: { redirectUris: ['https://web.example/back'] },
      passwordCredentials: [{ keyId: 's-1', endDateTime: '1970-01-01T00:00:00.000Z' }],
    },
  ]);
  expect(JSON.stringify(body)).not.toMatch(/grain|ground/);
  const one = await ask(world, token, `/v1.0/applications/${body.value[0].id}`);
  expect(one.body.appId).toBe(application.clientId);
});

const SYNC = `/v1.0/directory/onPremisesSynchronization`;
const FLAG = 'synchronizeUpnForManagedUsersEnabled';

test(
  proves('graph.synchronization', 'the UPN flag can be switched on, and not off again'),
  async () => {
    const settings = { passThroughAuthentication: true, passwordHashSync: false };
    const ada = { roles: ['Global Administrator' as const] };
    const world = await createWorld({}, undefined, {
      changes: { settings: { ...settings, synchronizeUpn: false } },
      people: [{ ...person(1), ...ada }],
    });
    const userId = person(1).id;
    const token = await asUser(world, 'OnPremDirectorySynchronization.ReadWrite.All', { userId });
    const flag = async () => (await ask(world, token, SYNC)).body.value[0].features[FLAG];
    const patch = (body: unknown, place = `${SYNC}/${TENANT_ID}`) =>
      ask(world, token, place, { method: 'PATCH', body: JSON.stringify(body) });
    expect(await flag()).toBe(false);
    expect((await patch({ features: { [FLAG]: true } })).status).toBe(204);
    expect(await flag()).toBe(true);
    expect(world.state.settings.get('tenant')).toMatchObject(settings);
    expect(outcomeOf(await patch({ features: { [FLAG]: false } }))).toBe('400 Request_BadRequest');
    expect(await flag()).toBe(true);
    for (const body of [
      {},
      [],
      'x',
      { features: { [FLAG]: 'yes' } },
      { features: { other: true } },
    ]) {
      expect(outcomeOf(await patch(body))).toBe('400 Request_BadRequest');
    }
    const elsewhere = await patch({ features: { [FLAG]: true } }, `${SYNC}/another`);
    expect(outcomeOf(elsewhere)).toBe('404 Request_ResourceNotFound');
    const reader = await asUser(world, 'OnPremDirectorySynchronization.Read.All', { userId });
    const place = `${SYNC}/${TENANT_ID}`;
    const denied = await ask(world, reader, place, { method: 'PATCH', body: '{}' });
    expect(outcomeOf(denied)).toBe('403 Authorization_RequestDenied');
  },
);
