/** oauth4webapi, unmodified: strict about every header and member of a response. */
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proves } from '../parity/proves.ts';
import { startWitnessLab, type WitnessLab } from './witness-lab.ts';

let witness: WitnessLab;
beforeAll(async () => {
  witness = await startWitnessLab();
});
afterAll(() => witness[Symbol.asyncDispose]());

async function discover(): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(witness.issuer);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
}

test(
  proves(
    ['discovery.configuration', 'token.client-credentials'],
    'validates discovery, and an application token by secret',
  ),
  async () => {
    const server = await discover();
    const { clientId, secret = '' } = witness.lab.applications.daemon ?? expect.fail('no daemon');
    const client: oauth.Client = { client_id: clientId };
    const parameters = { scope: 'https://graph.microsoft.com/.default' };
    const proof = oauth.ClientSecretPost(secret);
    const response = await oauth.clientCredentialsGrantRequest(server, client, proof, parameters);
    const tokens = await oauth.processClientCredentialsResponse(server, client, response);
    expect(tokens).toMatchObject({ token_type: 'bearer' });
  },
);

test(
  proves(
    ['token.id-token', 'token.signature', 'discovery.keys'],
    'validates the id token of a password grant against the published keys',
  ),
  async () => {
    const server = await discover();
    const { lab } = witness;
    const client: oauth.Client = { client_id: lab.clientId };
    const { userName, password } = lab.accounts.healthy ?? expect.fail('nobody');
    const response = await oauth.genericTokenEndpointRequest(
      ...([server, client, oauth.None(), 'password'] as const),
      { username: userName, password, scope: 'openid profile' },
    );
    const tokens = await oauth.processGenericTokenEndpointResponse(server, client, response);
    await oauth.validateApplicationLevelSignature(server, response);
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ preferred_username: userName });
  },
);

test(proves('token.request', 'reads a refusal as an OAuth error'), async () => {
  const server = await discover();
  const client: oauth.Client = { client_id: witness.lab.clientId };
  const { userName } = witness.lab.accounts.healthy ?? expect.fail('nobody');
  const response = await oauth.genericTokenEndpointRequest(
    ...([server, client, oauth.None(), 'password'] as const),
    { username: userName, password: 'wrong', scope: 'openid' },
  );
  await expect(
    oauth.processGenericTokenEndpointResponse(server, client, response),
  ).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
});
