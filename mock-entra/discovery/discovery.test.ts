/** What clients read before they sign in. */
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { call, createWorld, MIA, SIGN_IN, TENANT_ID } from '../stub-world.ts';
import { ask, get } from './stub-asker.ts';

const WELL_KNOWN = 'v2.0/.well-known/openid-configuration';
const REAL = 'https://login.microsoftonline.com';

test(proves('discovery.configuration', 'the configuration names the lab’s authority'), async () => {
  const { body, headers } = await get(`${SIGN_IN}/${TENANT_ID}/${WELL_KNOWN}`);
  expect(body).toMatchObject({
    issuer: `https://login.microsoftonline.com.lab.localhost/${TENANT_ID}/v2.0`,
    token_endpoint: `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/token`,
    jwks_uri: `${SIGN_IN}/${TENANT_ID}/discovery/v2.0/keys`,
    userinfo_endpoint: 'https://graph.microsoft.com.lab.localhost/oidc/userinfo',
    id_token_signing_alg_values_supported: ['RS256'],
    cloud_instance_name: 'microsoftonline.com.lab.localhost',
    msgraph_host: 'graph.microsoft.com.lab.localhost',
  });
  expect(headers).toMatchObject({
    'access-control-allow-origin': '*',
    'cache-control': 'max-age=86400, private',
  });
});

test('no browser remembers that localhost is for https only', async () => {
  const { headers } = await get(`https://localhost:8443/common/${WELL_KNOWN}`);
  expect(headers['strict-transport-security']).toBe('max-age=0');
});

test('a page that asks first may read it, and who only looks gets the head', async () => {
  const url = `${SIGN_IN}/common/${WELL_KNOWN}`;
  const preflight = await ask('OPTIONS', url);
  expect(preflight).toMatchObject({ status: 200, body: '' });
  expect(preflight.headers['access-control-allow-origin']).toBe('*');
  expect((await ask('HEAD', url)).status).toBe(200);
});

test.each([
  ['POST', `common/${WELL_KNOWN}`],
  ['PUT', 'common/discovery/v2.0/keys'],
  ['POST', 'common/discovery/instance'],
  ['POST', 'common/UserRealm/noah@contoso.example'],
  ['DELETE', 'GetUserRealm.srf'],
  ['GET', 'common/GetCredentialType'],
])(causes(900561, 'discovery refuses the verb: %s %s'), async (verb, path) => {
  const { status, body } = await ask(verb, `${SIGN_IN}/${path}`);
  expect([status, JSON.parse(body).error_codes]).toEqual([400, [900561]]);
});

test('under localhost everything names localhost and its port', async () => {
  const { body } = await get(`https://localhost:8443/contoso.example/${WELL_KNOWN}`);
  expect(body).toMatchObject({
    issuer: `https://localhost:8443/${TENANT_ID}/v2.0`,
    token_endpoint: `https://localhost:8443/${TENANT_ID}/oauth2/v2.0/token`,
    userinfo_endpoint: 'https://localhost:8443/oidc/userinfo',
    msgraph_host: 'localhost:8443',
  });
  expect(body.jwks_uri).toContain('https://localhost:8443/');
});

test.each([
  ['organizations', '{tenantid}'],
  ['common', '{tenantid}'],
  // EVIDENCE-OF ED-IDTOKEN: the tenant of personal accounts.
  ['consumers', '9188040d-6c67-4c5b-b112-36a304b66dad'],
])(
  proves('discovery.configuration', '%s is a shared authority with issuer %s'),
  async (segment, issuerTenant) => {
    const { body } = await get(`${SIGN_IN}/${segment}/${WELL_KNOWN}`);
    expect(body.issuer).toBe(`${SIGN_IN}/${issuerTenant}/v2.0`);
    expect(body.token_endpoint).toBe(`${SIGN_IN}/${segment}/oauth2/v2.0/token`);
  },
);

test(
  proves('discovery.configuration-v1', 'v1 names the issuer of v1 tokens, and the same keys'),
  async () => {
    const { body } = await get(`${SIGN_IN}/contoso.example/.well-known/openid-configuration`);
    expect(body.issuer).toBe(`https://sts.windows.net.lab.localhost/${TENANT_ID}/`);
    const old = await get(body.jwks_uri);
    const { body: keys } = await get(`${SIGN_IN}/${TENANT_ID}/discovery/v2.0/keys`);
    expect(old.body).toEqual(keys);
  },
);

test(proves('discovery.keys', 'each key says how it is used and by whom'), async () => {
  const { body } = await get(`${SIGN_IN}/contoso.example/discovery/v2.0/keys`);
  expect(body.keys).toEqual([
    {
      ...{ kty: 'RSA', use: 'sig', kid: expect.any(String), x5t: expect.any(String) },
      ...{ n: expect.any(String), e: 'AQAB', x5c: [expect.any(String)] },
      issuer: `${SIGN_IN}/${TENANT_ID}/v2.0`,
    },
  ]);
  const shared = await get(`${SIGN_IN}/common/discovery/v2.0/keys`);
  expect(shared.body.keys[0].issuer).toBe(`${SIGN_IN}/{tenantid}/v2.0`);
});

test(
  proves('discovery.keys', 'a key that was replaced stays for as long as caches do'),
  async () => {
    const overlapMs = 60_000;
    const world = await createWorld({ signingKeyOverlapMs: overlapMs });
    const kids = async (): Promise<string[]> => {
      const reply = await call(world, 'GET', `${SIGN_IN}/${TENANT_ID}/discovery/v2.0/keys`);
      return JSON.parse(reply.body).keys.map((key: { kid: string }) => key.kid);
    };
    const [before] = await kids();
    const { kid } = await world.entra.cloud.signer.roll();
    const rolledMs = world.clock.nowMs();
    expect(await kids()).toEqual([before, kid]);
    await world.clock.advanceTo(rolledMs + overlapMs - 1);
    expect(await kids()).toEqual([before, kid]);
    await world.clock.advanceTo(rolledMs + overlapMs);
    expect(await kids()).toEqual([kid]);
  },
);

test.each([
  `fabrikam.example/${WELL_KNOWN}`,
  'fabrikam.example/.well-known/openid-configuration',
  '00000000-0000-4000-8000-000000000000/discovery/v2.0/keys',
  `%3Cscript%3E/${WELL_KNOWN}`,
])(causes(90002, '%s is of no tenant'), async (path) => {
  const { status, body } = await get(`${SIGN_IN}/${path}`);
  expect(status).toBe(400);
  expect(body).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
  expect(JSON.stringify(body)).not.toContain('<script');
});

const INSTANCE = 'common/discovery/instance';

test(
  proves('discovery.instance', 'instance discovery tells the aliases of this cloud'),
  async () => {
    const endpoint = `${SIGN_IN}/contoso.example/oauth2/v2.0/authorize`;
    const query = `authorization_endpoint=${encodeURIComponent(endpoint)}`;
    const { body } = await get(`${SIGN_IN}/${INSTANCE}?api-version=1.1&${query}`);
    expect(body).toEqual({
      tenant_discovery_endpoint: `${SIGN_IN}/contoso.example/${WELL_KNOWN}`,
      'api-version': '1.1',
      metadata: [
        {
          preferred_network: 'login.microsoftonline.com.lab.localhost',
          preferred_cache: 'login.windows.net.lab.localhost',
          aliases: [
            'login.microsoftonline.com.lab.localhost',
            'login.windows.net.lab.localhost',
            'login.microsoft.com.lab.localhost',
            'sts.windows.net.lab.localhost',
          ],
        },
      ],
    });
    const old = await get(`${SIGN_IN}/${INSTANCE}?api-version=1.0&${query}`);
    expect(old.body).not.toHaveProperty('metadata');
  },
);

test('under localhost the cloud has one name, with its port', async () => {
  const query = `api-version=1.1&authorization_endpoint=https://localhost:8443/${TENANT_ID}/x`;
  const { body } = await get(`https://localhost:8443/${INSTANCE}?${query}`);
  expect(body.tenant_discovery_endpoint).toBe(`https://localhost:8443/${TENANT_ID}/${WELL_KNOWN}`);
  expect(body.metadata[0]).toEqual({
    preferred_network: 'localhost:8443',
    preferred_cache: 'localhost:8443',
    aliases: ['localhost:8443'],
  });
});

test.each([
  'https://login.elsewhere.example/x/oauth2/v2.0/authorize',
  'http://login.microsoftonline.com.lab.localhost/x',
  'https://login.microsoftonline.com/x',
  'nonsense',
])(causes(50049, 'instance discovery does not know %s'), async (endpoint) => {
  const query = `api-version=1.1&authorization_endpoint=${encodeURIComponent(endpoint)}`;
  const { status, body } = await get(`${SIGN_IN}/${INSTANCE}?${query}`);
  expect(status).toBe(400);
  expect(body).toMatchObject({ error: 'invalid_instance', error_codes: [50049] });
});

test.each([
  ['api-version=1.1', 90014],
  [`authorization_endpoint=${SIGN_IN}/x`, 90014],
  [`api-version=9&authorization_endpoint=${SIGN_IN}/x`, 90023],
  [`api-version=1.1&api-version=1.0&authorization_endpoint=${SIGN_IN}/x`, 9002313],
])(
  causes([90014, 90023, 9002313], 'instance discovery with ?%s answers %i'),
  async (query, code) => {
    const { body } = await get(`${SIGN_IN}/${INSTANCE}?${query}`);
    expect(body.error_codes).toEqual([code]);
  },
);

test(
  proves('discovery.real-names', 'who dials the real names finds them in the answers'),
  async () => {
    const world = await createWorld({}, undefined, { realNames: true });
    const at = async (url: string) => {
      const request = { method: 'GET', url, headers: {}, body: '' };
      return (await world.entra.handle(request, { address: '203.0.113.7' })).body;
    };
    const endpoint = `${REAL}/${TENANT_ID}/oauth2/v2.0/authorize`;
    const answers = [
      await at(`${REAL}/${TENANT_ID}/${WELL_KNOWN}`),
      await at(`${REAL}/${TENANT_ID}/.well-known/openid-configuration`),
      await at(`${REAL}/common/userrealm/${MIA}?api-version=1.0`),
      await at(`${REAL}/${INSTANCE}?api-version=1.1&authorization_endpoint=${endpoint}`),
    ];
    for (const answer of answers) expect(answer).not.toContain('lab.localhost');
    const [configuration = '', first = '', , instance = ''] = answers;
    expect(JSON.parse(configuration)).toMatchObject({
      issuer: `${REAL}/${TENANT_ID}/v2.0`,
      userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    });
    expect(JSON.parse(first).issuer).toBe(`https://sts.windows.net/${TENANT_ID}/`);
    expect(JSON.parse(instance).metadata[0].preferred_cache).toBe('login.windows.net');
  },
);
