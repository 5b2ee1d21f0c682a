/** @azure/msal-node, unmodified, without a browser; with one: `msal-node.browser.test.ts`. */
import { X509Certificate } from 'node:crypto';
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proves } from '../parity/proves.ts';
import { startWitnessLab, type WitnessLab } from './witness-lab.ts';

let witness: WitnessLab;
beforeAll(async () => {
  witness = await startWitnessLab();
});
afterAll(() => witness[Symbol.asyncDispose]());

function createPublicClient() {
  const { lab, live, host } = witness;
  return new PublicClientApplication({
    auth: { clientId: lab.clientId, authority: live.authority, knownAuthorities: [host] },
  });
}

test(
  proves(
    ['token.password', 'sign-in.pass-through', 'token.refresh'],
    'signs in by password, then silently from its cache and by refresh token',
  ),
  async () => {
    const { userName = '', password = '' } = witness.lab.accounts.healthy ?? {};
    const client = createPublicClient();
    const scopes = ['User.Read'];
    const first = await client.acquireTokenByUsernamePassword({
      scopes,
      username: userName,
      password,
    });
    expect(first).toMatchObject({ tenantId: witness.lab.tenantId, fromCache: false });
    expect(first?.account?.username).toBe(userName);
    if (!first?.account) expect.fail('there is no account');
    const { account } = first;
    expect(await client.acquireTokenSilent({ scopes, account })).toMatchObject({ fromCache: true });
    const refreshed = await client.acquireTokenSilent({ scopes, account, forceRefresh: true });
    expect(refreshed.fromCache).toBe(false);
    expect(refreshed.accessToken).not.toBe(first.accessToken);
  },
);

test(proves('sign-in.agent-answers', 'a wrong password reaches the caller as 50126'), async () => {
  const { userName = '' } = witness.lab.accounts.healthy ?? {};
  const client = createPublicClient();
  await expect(
    client.acquireTokenByUsernamePassword({
      ...{ scopes: ['User.Read'], username: userName, password: 'wrong' },
    }),
  ).rejects.toMatchObject({
    errorCode: 'invalid_grant',
    errorMessage: expect.stringContaining('AADSTS50126'),
  });
});

test(
  proves(['token.client-credentials', 'token.client-secret'], 'a daemon gets tokens by secret'),
  async () => {
    const { live, host, lab } = witness;
    const { clientId, secret = '' } = lab.applications.daemon ?? expect.fail('no daemon');
    const client = new ConfidentialClientApplication({
      auth: { clientId, clientSecret: secret, authority: live.authority, knownAuthorities: [host] },
    });
    const scopes = ['https://graph.microsoft.com/.default'];
    expect(await client.acquireTokenByClientCredential({ scopes })).toMatchObject({
      tokenType: 'Bearer',
      fromCache: false,
    });
    expect(await client.acquireTokenByClientCredential({ scopes })).toMatchObject({
      fromCache: true,
    });
  },
);

test(
  proves(
    ['token.client-assertion', 'tenant.application-certificates'],
    'a daemon gets tokens by an assertion that its certificate signed',
  ),
  async () => {
    const { live, host, lab } = witness;
    const daemon = lab.applications.daemon ?? expect.fail('no daemon');
    const { certificatePem = '', privateKeyPem = '' } = daemon;
    const client = new ConfidentialClientApplication({
      auth: {
        clientId: daemon.clientId,
        clientCertificate: {
          thumbprintSha256: new X509Certificate(certificatePem).fingerprint256.replaceAll(':', ''),
          privateKey: privateKeyPem,
        },
        authority: live.authority,
        knownAuthorities: [host],
      },
    });
    const scopes = ['https://graph.microsoft.com/.default'];
    const answer = await client.acquireTokenByClientCredential({ scopes });
    expect(answer?.accessToken).toMatch(/^ey/);
  },
);
