/**
 * What the rows call absent is not there: asked for, it answers 404 or the error of something that
 * does not exist, and never a stub that looks as if it were.
 */
import { beforeAll, expect, test } from 'vitest';
import {
  ADMIN,
  askToken,
  call,
  codeOf,
  createWorld,
  SIGN_IN,
  TENANT_ID,
  tokenFor,
  type World,
} from '../../mock-entra/stub-world.ts';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { causes } from './causes.ts';
import { proves } from './proves.ts';

const GRAPH = `https://${labHost(HOSTS.graph)}`;
const TENANT = `${SIGN_IN}/${TENANT_ID}`;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let world: World;
let authorization: string;

beforeAll(async () => {
  world = await createWorld();
  authorization = `Bearer ${await tokenFor(world, 'Directory.Read.All')}`;
});

test.each([
  ['POST', `${TENANT}/oauth2/token`],
  ['GET', `${TENANT}/oauth2/authorize?client_id=x`],
  ['GET', `${TENANT}/saml2`],
  ['GET', `${TENANT}/wsfed?wa=wsignin1.0`],
  ['POST', `${TENANT}/oauth2/v2.0/par`],
  ['POST', `${TENANT}/oauth2/v2.0/introspect`],
  ['POST', `${TENANT}/kerberos`],
  ['GET', `${TENANT}/winauth/sso`],
  ['POST', `${TENANT}/winauth/trust/2005/usernamemixed`],
  ['GET', `${SIGN_IN}/passwordreset`],
  ['GET', `${SIGN_IN}/`],
])(
  proves(
    ['token.v1-endpoint', 'authorize.v1', 'discovery.desktop-sso', 'sign-in.password-reset'],
    'at sign-in, %s %s is not found',
  ),
  async (method, url) => {
    expect((await call(world, method, url, { headers: FORM })).status).toBe(404);
  },
);

test.each([
  ['GET', '/v1.0/groups'],
  ['GET', '/v1.0/devices'],
  ['GET', '/v1.0/policies/authorizationPolicy'],
  ['GET', '/beta/auditLogs/directoryAudits'],
  ['GET', '/v1.0/users/delta'],
  ['POST', '/v1.0/subscriptions'],
  ['POST', '/v1.0/$batch'],
  ['GET', '/v1.0/$metadata'],
])(
  proves(['graph.other-resources', 'graph.batch'], 'at Graph, %s %s is not found'),
  async (method, path) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const { status, body } = await call(world, method, `${GRAPH}${path}`, { headers, body: '{}' });
    expect(status).toBe(404);
    expect(JSON.parse(body).error.code).toMatch(/NotFound$/);
  },
);

test.each([
  ['POST', '/v1.0/users'],
  ['PATCH', '/v1.0/users/noah@contoso.example'],
  ['DELETE', '/v1.0/applications/x'],
])(proves('graph.changes', 'Graph changes nothing: %s %s'), async (method, path) => {
  const headers = { authorization, 'content-type': 'application/json' };
  const { status } = await call(world, method, `${GRAPH}${path}`, { headers, body: '{}' });
  expect([404, 405]).toContain(status);
});

test.each([
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
  'urn:ietf:params:oauth:grant-type:token-exchange',
])(
  proves('token.on-behalf-of', causes(70003, 'the grant %s is not one that is supported')),
  async (grant_type) => {
    expect(codeOf(await askToken(world, { ...ADMIN, grant_type }))).toBe(70003);
  },
);

test(proves('tenant.several', causes(90002, 'another tenant is not found')), async () => {
  const authority = `${SIGN_IN}/0f7c1a52-9d7e-4d0c-8f55-000000000000`;
  expect(codeOf(await askToken(world, ADMIN, { authority }))).toBe(90002);
});
