/** An application's own test: MSAL as it is, Microsoft's own names, and nothing on the network. */
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MswEntra, mockEntra } from '../lab/stand-in/msw.ts';
import { proves } from './parity/proves.ts';

let entra: MswEntra;
let server: ReturnType<typeof setupServer>;

beforeAll(async () => {
  entra = await mockEntra({ timings: { signInDeadlineMs: 300 } });
  server = setupServer(...entra.handlers);
  // What no handler takes would go to the network: then the request fails.
  server.listen({ onUnhandledFrame: 'error' });
});
afterAll(async () => {
  server.close();
  await entra[Symbol.asyncDispose]();
});

function signIn(kind: string) {
  const { userName: username = '', password = '' } = entra.accounts[kind] ?? {};
  const auth = { clientId: entra.clientId, authority: entra.authority };
  const application = new PublicClientApplication({ auth });
  return application.acquireTokenByUsernamePassword({ scopes: ['User.Read'], username, password });
}

test(
  proves(['stand-in.msw', 'stand-in.real-names'], 'MSAL gets tokens that carry the real names'),
  async () => {
    const result = await signIn('healthy');
    expect(result?.account?.username).toBe(entra.accounts.healthy?.userName);
    expect(result?.idTokenClaims).toMatchObject({
      iss: `https://login.microsoftonline.com/${entra.tenantId}/v2.0`,
    });
  },
);

test('Graph takes the token of an application at its real name', async () => {
  const { clientId = '', secret: clientSecret = '' } = entra.applications.daemon ?? {};
  const auth = { clientId, clientSecret, authority: entra.authority };
  const application = new ConfidentialClientApplication({ auth });
  const scopes = ['https://graph.microsoft.com/.default'];
  const result = await application.acquireTokenByClientCredential({ scopes });
  const headers = { authorization: `Bearer ${result?.accessToken}` };
  const answer = await fetch(`${entra.graph}/v1.0/users?$top=2`, { headers });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    '@odata.nextLink': expect.stringMatching(/^https:\/\/graph\.microsoft\.com\//),
  });
});

test(
  proves('stand-in.msw', 'a fault makes Pass-through Authentication fail as agents would'),
  async () => {
    const cut = await entra.fault('block-443', {}, { established: 'cut' });
    await expect(signIn('healthy')).rejects.toMatchObject({ errorNo: 80001 });
    await expect(signIn('cloudOnly')).resolves.toMatchObject({ tokenType: 'Bearer' });
    await cut.off();
    await entra.fault('dc-down');
    await expect(signIn('healthy')).rejects.toMatchObject({ errorNo: 80007 });
    await entra.reset();
    await expect(signIn('healthy')).resolves.toMatchObject({ tokenType: 'Bearer' });
  },
);

test('what is not emulated is 404, and never goes on to the network', async () => {
  const answer = await fetch('https://login.microsoftonline.com/common/oauth2/nowhere');
  expect(answer.status).toBe(404);
});
