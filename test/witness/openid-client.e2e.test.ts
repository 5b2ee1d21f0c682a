/** openid-client, unmodified: it validates every response as a certified relying party. */
import * as client from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proves } from '../parity/proves.ts';
import { startWitnessLab, type WitnessLab } from './witness-lab.ts';

let witness: WitnessLab;
beforeAll(async () => {
  witness = await startWitnessLab();
});
afterAll(() => witness[Symbol.asyncDispose]());

test(
  proves(
    ['discovery.configuration', 'token.password', 'token.refresh'],
    'discovers, gets tokens by password, and refreshes them',
  ),
  async () => {
    const { lab, issuer } = witness;
    const config = await client.discovery(new URL(issuer), lab.clientId, undefined, client.None());
    const { userName, password } = lab.accounts.healthy ?? expect.fail('nobody');
    const scope = 'openid profile email offline_access';
    const tokens = await client.genericGrantRequest(config, 'password', {
      ...{ username: userName, password, scope },
    });
    expect(tokens.claims()).toMatchObject({ iss: issuer, tid: lab.tenantId });
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', { scope });
    expect(refreshed.claims()?.sub).toBe(tokens.claims()?.sub);
  },
);

test(proves('token.client-secret', 'a daemon signs in with client_secret_basic'), async () => {
  const { lab, issuer } = witness;
  const { clientId, secret } = lab.applications.daemon ?? expect.fail('no daemon');
  const authentication = client.ClientSecretBasic(secret);
  const config = await client.discovery(new URL(issuer), clientId, secret, authentication);
  const tokens = await client.clientCredentialsGrant(config, {
    scope: 'https://graph.microsoft.com/.default',
  });
  expect(tokens.expires_in).toBeGreaterThan(3_000);
});

test(
  proves('token.device-code', 'a device flow is pending until somebody approves it'),
  async () => {
    const { lab, issuer } = witness;
    const config = await client.discovery(new URL(issuer), lab.clientId, undefined, client.None());
    const started = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
    expect(started.user_code).not.toBe('');
    const polling = client.pollDeviceAuthorizationGrant(
      config,
      { ...started, expires_in: 1, interval: 1 },
      undefined,
      { signal: AbortSignal.timeout(1_500) },
    );
    await expect(polling).rejects.toThrow();
  },
);
