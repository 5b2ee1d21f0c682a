// Runs inside the lab's network, as anybody's application would: MSAL as it is, the real authority,
// the run's CA in NODE_EXTRA_CA_CERTS. What to sign in with comes on stdin.
import { readFileSync } from 'node:fs';
import { PublicClientApplication } from '@azure/msal-node';

const { clientId, tenantId, userName, password } = JSON.parse(readFileSync(0, 'utf8'));
const authority = `https://login.microsoftonline.com/${tenantId}`;
const application = new PublicClientApplication({ auth: { clientId, authority } });
const scopes = ['https://graph.microsoft.com/User.Read'];
const asked = { scopes, username: userName, password };
const { accessToken, account } = await application.acquireTokenByUsernamePassword(asked);
const me = await fetch('https://graph.microsoft.com/v1.0/me', {
  headers: { authorization: `Bearer ${accessToken}` },
});
const { userPrincipalName } = await me.json();
process.stdout.write(JSON.stringify({ signedIn: account?.username, userPrincipalName }));
