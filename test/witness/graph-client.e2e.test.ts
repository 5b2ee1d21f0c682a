/** @microsoft/microsoft-graph-client, unmodified, with tokens of @azure/msal-node. */
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';
import { Client, PageIterator } from '@microsoft/microsoft-graph-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Account } from '../../lab/estate.ts';
import { proves } from '../parity/proves.ts';
import { startWitnessLab, type WitnessLab } from './witness-lab.ts';

let witness: WitnessLab;
beforeAll(async () => {
  witness = await startWitnessLab();
});
afterAll(() => witness[Symbol.asyncDispose]());

function createGraph(token: string, defaultVersion: 'v1.0' | 'beta' = 'v1.0'): Client {
  const { graph } = witness.live;
  return Client.initWithMiddleware({
    baseUrl: `${graph}/`,
    customHosts: new Set([new URL(graph).hostname]),
    defaultVersion,
    authProvider: { getAccessToken: async () => token },
  });
}

async function tokenOf(account: Account | undefined, ...permissions: string[]): Promise<string> {
  const { lab, live, host } = witness;
  const client = new PublicClientApplication({
    auth: { clientId: lab.clientId, authority: live.authority, knownAuthorities: [host] },
  });
  const { userName: username = '', password = '' } = account ?? {};
  const scopes = permissions.map((permission) => `https://graph.microsoft.com/${permission}`);
  const answer = await client.acquireTokenByUsernamePassword({ scopes, username, password });
  return answer?.accessToken ?? expect.fail('no token');
}

async function tokenOfDaemon(): Promise<string> {
  const { lab, live, host } = witness;
  const { clientId, secret = '' } = lab.applications.daemon ?? expect.fail('no daemon');
  const client = new ConfidentialClientApplication({
    auth: { clientId, clientSecret: secret, authority: live.authority, knownAuthorities: [host] },
  });
  const scopes = ['https://graph.microsoft.com/.default'];
  const answer = await client.acquireTokenByClientCredential({ scopes });
  return answer?.accessToken ?? expect.fail('no token');
}

test(proves('graph.users', 'shows the person who signed in'), async () => {
  const { healthy } = witness.lab.accounts;
  const me = await createGraph(await tokenOf(healthy, 'User.Read'))
    .api('/me')
    .get();
  expect(me.userPrincipalName).toBe(healthy?.userName);
});

test(proves(['graph.users', 'graph.paging'], 'goes through all users page by page'), async () => {
  const graph = createGraph(await tokenOfDaemon());
  const first = await graph.api('/users').top(10).select('id,userPrincipalName').get();
  expect(first.value).toHaveLength(10);
  const names = new Set<string>();
  const iterator = new PageIterator(graph, first, (user) => {
    names.add(user.userPrincipalName);
    return true;
  });
  await iterator.iterate();
  expect(names).toContain(witness.lab.accounts.healthy?.userName);
  expect(names.size).toBeGreaterThan(20);
});

test(
  proves(
    ['graph.filter', 'graph.errors'],
    'finds a user by a filter, and says what is wrong with a bad one',
  ),
  async () => {
    const graph = createGraph(await tokenOfDaemon());
    const userName = witness.lab.accounts.healthy?.userName ?? '';
    const found = await graph.api('/users').filter(`userPrincipalName eq '${userName}'`).get();
    expect(found.value).toMatchObject([{ userPrincipalName: userName }]);
    await expect(graph.api('/users').filter('userPrincipalName eq').get()).rejects.toMatchObject({
      statusCode: 400,
    });
  },
);

test(
  proves(
    ['graph.sign-ins', 'graph.authentication-details'],
    'the sign-in log names the agent that was asked',
  ),
  async () => {
    const { healthy, cloudOnly } = witness.lab.accounts;
    await tokenOf(healthy, 'User.Read');
    const graph = createGraph(await tokenOf(cloudOnly, 'AuditLog.Read.All'), 'beta');
    const { value } = await graph
      .api('/auditLogs/signIns')
      .filter(`userPrincipalName eq '${healthy?.userName}'`)
      .top(1)
      .get();
    const detail = value[0]?.authenticationDetails[0]?.authenticationMethodDetail;
    const agents = [...witness.lab.agents.values()].map(({ agentId }) => agentId);
    expect(agents).toContain(/PTA AgentId: (\S+)$/.exec(detail)?.[1]);
  },
);

test(
  proves(['graph.agents', 'graph.permissions'], 'the agents are for delegated calls only'),
  async () => {
    const delegated = await tokenOf(
      witness.lab.accounts.cloudOnly,
      'OnPremisesPublishingProfiles.ReadWrite.All',
    );
    const path = '/onPremisesPublishingProfiles/authentication/agentGroups';
    const { value } = await createGraph(delegated, 'beta').api(path).expand('agents').get();
    expect(value[0].agents).toHaveLength(witness.lab.agents.size);
    await expect(
      createGraph(await tokenOfDaemon(), 'beta')
        .api(path)
        .get(),
    ).rejects.toMatchObject({ statusCode: 403 });
  },
);
