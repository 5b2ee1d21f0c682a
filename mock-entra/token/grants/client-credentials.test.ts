/** An application without a user. */
import { expect, test } from 'vitest';
import { causes } from '../../../test/parity/causes.ts';
import { proves } from '../../../test/parity/proves.ts';
import { codeOf, SIGN_IN, type World } from '../../stub-world.ts';
import {
  API,
  API_URI,
  APPLICATIONS,
  claimsOf,
  createClients,
  DAEMON,
  postToken,
  SECRET,
  tokensOf,
} from '../fixture-clients.ts';

const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';

function ask(world: World, scope: string, authority?: string) {
  const form = {
    grant_type: 'client_credentials',
    client_id: DAEMON,
    client_secret: SECRET,
    scope,
  };
  return postToken(world, form, authority === undefined ? {} : { authority });
}

// EVIDENCE-OF ED-CC: the answer has token_type, expires_in and access_token.
test(proves('token.client-credentials', 'the token names roles and no user'), async () => {
  const world = await createClients();
  const tokens = tokensOf(await ask(world, GRAPH_SCOPE));
  expect(Object.keys(tokens).sort()).toEqual(
    ['access_token', 'expires_in', 'ext_expires_in', 'token_type'].sort(),
  );
  const claims = claimsOf(tokens.access_token);
  expect(claims).toMatchObject({
    ...{ ver: '1.0', idtyp: 'app', appid: DAEMON, appidacr: '1', roles: ['AuditLog.Read.All'] },
    sub: claims.oid,
  });
  for (const name of ['scp', 'upn', 'name', 'unique_name']) expect(claims).not.toHaveProperty(name);
  expect(world.rows).toEqual([]);
});

test('an application of the tenant is a resource too', async () => {
  const claims = claimsOf(
    tokensOf(await ask(await createClients(), `${API_URI}/.default`)).access_token,
  );
  expect(claims).toMatchObject({ ver: '2.0', aud: API, azp: DAEMON, roles: ['Orders.Read'] });
});

test('without an administrator’s consent there are no roles', async () => {
  const applications = APPLICATIONS.map((one) => ({ ...one, adminConsent: false }));
  const world = await createClients({}, { changes: { applications } });
  expect(claimsOf(tokensOf(await ask(world, GRAPH_SCOPE)).access_token)).not.toHaveProperty(
    'roles',
  );
});

test.each([
  ['User.Read'],
  ['https://graph.microsoft.com/User.Read'],
  [`openid ${GRAPH_SCOPE}`],
  [API],
])(causes(1002012, 'the scope "%s" is not a resource’s default'), async (scope) => {
  expect(codeOf(await ask(await createClients(), scope))).toBe(1002012);
});

test(causes(500011, 'a resource that the tenant does not have is refused'), async () => {
  const reply = await ask(await createClients(), 'api://nobody/.default');
  expect(codeOf(reply)).toBe(500011);
  expect(JSON.parse(reply.body).error).toBe('invalid_resource');
});

test.each(['common', 'organizations', 'consumers'])(
  causes(50059, 'an authority of %s does not say which tenant is meant'),
  async (segment) => {
    expect(codeOf(await ask(await createClients(), GRAPH_SCOPE, `${SIGN_IN}/${segment}`))).toBe(
      50059,
    );
  },
);

test('a code that was ordered for the application comes once', async () => {
  const world = await createClients();
  world.entra.cloud.injections.inject({ code: 90055, times: 1, clientId: DAEMON });
  expect((await ask(world, GRAPH_SCOPE)).status).toBe(429);
  expect(codeOf(await ask(world, GRAPH_SCOPE))).toBe(0);
});
