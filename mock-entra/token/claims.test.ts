/** What is in the tokens: by resource, by scope, by user. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { CLIENT_ID, NOAH, SIGN_IN, TENANT_ID, type World } from '../stub-world.ts';
import { parseScope } from '../tenant/resources.ts';
import type { User } from '../tenant/tenant.ts';
import {
  API,
  API_URI,
  APPLICATIONS,
  claimsOf,
  createClients,
  NATIVE,
  NOAH_ID,
  postToken,
  tokensOf,
} from './fixture-clients.ts';
import { issueIdToken, issueTokens } from './issue.ts';

const PROFILE = { givenName: 'Noah', surname: 'Weber', mail: 'noah.weber@contoso.example' };

async function signIn(world: World, scope: string, client_id = CLIENT_ID) {
  const form = { grant_type: 'password', client_id, scope, ...NOAH };
  const tokens = tokensOf(await postToken(world, form));
  return { access: claimsOf(tokens.access_token), id: claimsOf(tokens.id_token ?? '.e30'), tokens };
}

function change(world: World, changes: Partial<User>): void {
  const { users } = world.entra.cloud;
  const noah = users.byId(NOAH_ID);
  if (noah) users.put({ ...noah, ...changes });
}

test(proves('token.access-v1', 'a token for Graph is of format v1'), async () => {
  const world = await createClients();
  change(world, { ...PROFILE, roles: ['Reports Reader'] });
  const { access, tokens } = await signIn(world, 'openid User.Read');
  const now = world.clock.nowMs() / 1000;
  expect(access).toMatchObject({
    aud: 'https://graph.microsoft.com.lab.localhost',
    iss: `https://sts.windows.net.lab.localhost/${TENANT_ID}/`,
    ...{ iat: now, nbf: now, exp: now + 3599, ver: '1.0', tid: TENANT_ID, oid: NOAH_ID },
    ...{ appid: CLIENT_ID, appidacr: '0', app_displayname: 'Lab client' },
    ...{ acr: '1', amr: ['pwd'], idtyp: 'user', ipaddr: '203.0.113.7', scp: 'User.Read openid' },
    ...{ upn: NOAH.username, unique_name: NOAH.username, name: 'Noah' },
    ...{ given_name: 'Noah', family_name: 'Weber' },
    wids: ['4a5d8f65-41da-4de4-8968-e035b65339cf', 'b79fbf4d-3ef9-4689-8143-76b194e85509'],
  });
  const header = JSON.parse(
    Buffer.from(tokens.access_token?.split('.')[0] ?? '', 'base64url').toString(),
  );
  expect(header).toMatchObject({ typ: 'JWT', alg: 'RS256', x5t: header.kid });
});

test(
  proves('token.access-v2', 'a token for an application of the tenant is of the format it wants'),
  async () => {
    const world = await createClients();
    const { access } = await signIn(world, `${API_URI}/access_as_user`);
    expect(access).toMatchObject({
      ...{ aud: API, iss: `${SIGN_IN}/${TENANT_ID}/v2.0`, ver: '2.0', azp: CLIENT_ID, azpacr: '0' },
      ...{ scp: 'access_as_user', preferred_username: NOAH.username, oid: NOAH_ID },
    });
    for (const name of ['appid', 'upn', 'amr', 'wids']) expect(access).not.toHaveProperty(name);
    const old = await signIn(world, 'https://old.contoso.example/user_impersonation');
    expect(old.access).toMatchObject({ aud: 'https://old.contoso.example', ver: '1.0' });
  },
);

test('a client id as scope asks for a token for that application', async () => {
  const { access, tokens } = await signIn(await createClients(), `openid ${API}`);
  expect(access).toMatchObject({ aud: API, scp: 'access_as_user read' });
  expect(tokens.scope).toBe(`${API}/access_as_user ${API}/read openid ${API}/.default`);
});

// EVIDENCE-OF ED-IDTOKEN: the profile scope is required for name, oid and preferred_username.
test(proves('token.id-token', 'the scope decides what an id token says of the user'), async () => {
  const world = await createClients();
  change(world, PROFILE);
  const bare = await signIn(world, 'openid');
  for (const name of ['name', 'oid', 'preferred_username', 'email']) {
    expect(bare.id).not.toHaveProperty(name);
  }
  const full = await signIn(world, 'openid profile email');
  expect(full.id).toMatchObject({
    ...{ aud: CLIENT_ID, iss: `${SIGN_IN}/${TENANT_ID}/v2.0`, ver: '2.0', tid: TENANT_ID },
    ...{ name: 'Noah', oid: NOAH_ID, preferred_username: NOAH.username, email: PROFILE.mail },
  });
  expect(full.id).not.toHaveProperty('at_hash');
});

test('sub is another one for each application, and the same for one', async () => {
  const world = await createClients();
  const first = await signIn(world, 'openid');
  expect((await signIn(world, 'openid')).id.sub).toBe(first.id.sub);
  expect((await signIn(world, 'openid', NATIVE)).id.sub).not.toBe(first.id.sub);
  expect(first.id.sub).not.toBe(NOAH_ID);
});

test.each([
  [200, true],
  [201, false],
])('%i groups are listed: %s', async (count, listed) => {
  const world = await createClients();
  const groups = Array.from({ length: count }, (_, at) => `group-${at}`);
  change(world, { groups });
  const { id, access } = await signIn(world, `openid ${API_URI}/read`);
  for (const claims of [id, access]) {
    expect('groups' in claims).toBe(listed);
    expect('_claim_names' in claims).toBe(!listed);
  }
});

test('an id token of the authorization endpoint is bound to the code', async () => {
  const world = await createClients();
  const { cloud } = world.entra;
  const user = cloud.users.byId(NOAH_ID);
  const [application] = APPLICATIONS;
  if (!user || !application) throw new Error('expected both');
  const exchange = { origin: SIGN_IN, client: { address: '203.0.113.7' } };
  const token = await issueIdToken(cloud, exchange, {
    ...{ application, user, nonce: 'n-1', sessionId: 's-1', code: 'the code' },
    authenticatedMs: world.clock.nowMs(),
  });
  const half = createHash('sha256').update('the code').digest().subarray(0, 16);
  expect(claimsOf(token)).toMatchObject({
    ...{ nonce: 'n-1', sid: 's-1', c_hash: half.toString('base64url') },
  });
});

test('who came by real names finds them in the tokens', async () => {
  const world = await createClients();
  const { cloud } = world.entra;
  const user = cloud.users.byId(NOAH_ID);
  const [application] = APPLICATIONS;
  if (!user || !application) throw new Error('expected both');
  const scope = parseScope(cloud.tenant, 'User.Read');
  if ('code' in scope) throw new Error('expected a scope');
  const exchange = { origin: 'https://login.microsoftonline.com', client: { address: '::1' } };
  const { access_token } = await issueTokens(cloud, exchange, {
    ...{ application, user, scope, clientProof: '0', clientInfo: false, uti: 'u' },
  });
  expect(claimsOf(String(access_token))).toMatchObject({
    ...{ aud: 'https://graph.microsoft.com', iss: `https://sts.windows.net/${TENANT_ID}/` },
  });
  const expected = { audience: 'https://graph.microsoft.com.lab.localhost', tenantId: TENANT_ID };
  const nowMs = world.clock.nowMs();
  expect(await cloud.signer.verify(String(access_token), { ...expected, nowMs })).toMatchObject({
    ...{ ok: true, userId: NOAH_ID, appId: CLIENT_ID, scopes: ['User.Read'] },
  });
});
