/** Your tests run MSAL as it is, at Microsoft's own names: nothing configured, nothing listens. */
import { PublicClientApplication } from '@azure/msal-node';
import { setupServer } from 'msw/node';
import { mockEntra } from 'pta-lab/msw';
import { afterAll, expect, test } from 'vitest';

const entra = await mockEntra({ timings: { signInDeadlineMs: 500 } });
const server = setupServer(...entra.handlers);
server.listen();
afterAll(async () => {
  server.close();
  await entra[Symbol.asyncDispose]();
});

test('people read that Active Directory does not answer, and get in once it does', async () => {
  const { userName: username = '', password = '' } = entra.accounts.healthy ?? {};
  const auth = { clientId: entra.clientId, authority: entra.authority };
  const application = new PublicClientApplication({ auth });
  const signIn = () =>
    application.acquireTokenByUsernamePassword({ scopes: ['User.Read'], username, password });

  const outage = await entra.fault('block-443');
  await expect(signIn()).rejects.toMatchObject({ errorNo: 80002 });
  await outage.off();
  await expect(signIn()).resolves.toMatchObject({ tokenType: 'Bearer' });
});
