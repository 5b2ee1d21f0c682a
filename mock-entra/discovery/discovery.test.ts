/** What clients read before they sign in. */
import { expect, test } from 'vitest';
import { call, createWorld, MIA, SIGN_IN, TENANT_ID } from '../test-world.ts';

const WELL_KNOWN = 'v2.0/.well-known/openid-configuration';

async function get(url: string) {
  const reply = await call(await createWorld(), 'GET', url);
  return { status: reply.status, headers: reply.headers, body: JSON.parse(reply.body) };
}

test('the configuration names the lab’s authority', async () => {
  const { body, headers } = await get(`${SIGN_IN}/${TENANT_ID}/${WELL_KNOWN}`);
  expect(body).toMatchObject({
    issuer: `https://login.microsoftonline.com.lab.localhost/${TENANT_ID}/v2.0`,
    token_endpoint: `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/token`,
    jwks_uri: `${SIGN_IN}/${TENANT_ID}/discovery/v2.0/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
  });
  expect(headers['access-control-allow-origin']).toBe('*');
});

test('under localhost everything names localhost and its port', async () => {
  const { body } = await get(`https://localhost:8443/contoso.example/${WELL_KNOWN}`);
  expect(body.issuer).toBe(`https://localhost:8443/${TENANT_ID}/v2.0`);
  expect(body.token_endpoint).toBe(`https://localhost:8443/${TENANT_ID}/oauth2/v2.0/token`);
  expect(body.jwks_uri).toContain('https://localhost:8443/');
});

test('shared authorities have a placeholder for the tenant', async () => {
  const { body } = await get(`${SIGN_IN}/organizations/${WELL_KNOWN}`);
  expect(body.issuer).toBe(`${SIGN_IN}/{tenantid}/v2.0`);
  expect(body.token_endpoint).toBe(`${SIGN_IN}/organizations/oauth2/v2.0/token`);
});

test('an unknown tenant is an invalid one', async () => {
  const { status, body } = await get(`${SIGN_IN}/fabrikam.example/${WELL_KNOWN}`);
  expect(status).toBe(400);
  expect(body).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
});

test('instance discovery knows this cloud and no other', async () => {
  const ask = (endpoint: string) =>
    get(
      `https://localhost:8443/common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`,
    );
  const { body } = await ask(`https://localhost:8443/${TENANT_ID}/oauth2/v2.0/authorize`);
  expect(body.tenant_discovery_endpoint).toBe(`https://localhost:8443/${TENANT_ID}/${WELL_KNOWN}`);
  expect(body.metadata[0].aliases).toContain('localhost:8443');
  const other = await ask('https://login.elsewhere.example/x/oauth2/v2.0/authorize');
  expect(other.body.error).toBe('invalid_instance');
  expect((await ask('nonsense')).status).toBe(400);
});

test('a PTA domain shows as Managed, a strange one as Unknown', async () => {
  const known = await get(`${SIGN_IN}/common/UserRealm/${encodeURIComponent(MIA)}?api-version=1.0`);
  expect(known.body).toMatchObject({ account_type: 'Managed', domain_name: 'contoso.example' });
  const strange = await get(`${SIGN_IN}/common/UserRealm/eve@fabrikam.example`);
  expect(strange.body.account_type).toBe('Unknown');
});
