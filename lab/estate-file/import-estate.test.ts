/** From what Graph lists to a lab that starts. */
import { expect, test } from 'vitest';
import { HOSTS } from '../../protocol/hosts.ts';
import { proves } from '../../test/parity/proves.ts';
import { createControlClient } from '../control/client.ts';
import { CONTROL_ROUTES } from '../control/routes.ts';
import { attemptSignIn } from '../people/sign-in.ts';
import { startLab } from '../start-lab.ts';
import { type ListedAgent, parseAgentList } from './agent-list.ts';
import { parseEstate } from './estate-file.ts';
import { estateOptions } from './estate-options.ts';
import { importEstate } from './import-estate.ts';
import { askLab } from './import-lab.ts';
import { renderEstate } from './render-estate.ts';
import { safeName } from './safe-names.ts';

const ASKED = { params: {}, query: new URLSearchParams(), body: {} };

const PROFILE = '/beta/onPremisesPublishingProfiles/authentication';

const agent = (id: string, machineName: string, more: Partial<ListedAgent> = {}): ListedAgent => ({
  ...{ id, machineName, externalIp: '203.0.113.10', status: 'active' as const },
  ...more,
});

/** What an administrator of a virtual lab would save from Graph Explorer. */
async function graphAnswer(path: string): Promise<string> {
  await using lab = await startLab({ traffic: false });
  const { userName = '', password = '' } = lab.accounts.cloudOnly ?? {};
  const { network, prober: from, clientId, timings } = lab;
  const { accessToken } = await lab.drive(
    attemptSignIn({
      ...{ network, from, authority: lab.endpoints.authority, clientId, userName, password },
      ...{ scope: `https://${HOSTS.graph}/.default`, correlationId: 'c' },
      timeoutMs: timings.probeTimeoutMs,
    }),
  );
  const headers = { authorization: `Bearer ${accessToken}` };
  const url = `${lab.endpoints.graph}${path}`;
  const call = { from, timeoutMs: timings.probeTimeoutMs };
  const answer = await lab.drive(network.request({ method: 'GET', url, headers, body: '' }, call));
  return answer.ok ? answer.value.body : '';
}

test.each([`${PROFILE}/agents`, `${PROFILE}/agentGroups?$expand=agents`])(
  proves('estate.import', 'what the lab’s own Graph lists under %s becomes a lab with it'),
  async (path) => {
    const agents = parseAgentList(await graphAnswer(path), 'graph.json');
    const sites = [
      { name: 'north', machines: ['AGT-1', 'agt-2'], controllers: ['dc-n'] },
      { name: 'south', machines: ['agt-3'], controllers: ['dc-s'] },
    ];
    const text = renderEstate(importEstate(agents, { sites }));
    const options = estateOptions(parseEstate(text, 'estate.yaml'));
    await using lab = await startLab(options);
    expect(lab.sites.map((site) => site.agents)).toEqual([['agt-1', 'agt-2'], ['agt-3']]);
    const listed = lab.entra.cloud.registry.listed().map(({ status }) => status);
    expect(listed).toEqual(['Active', 'Active', 'Active']);
  },
);

test('a server listed Active and Inactive is the trace of an upgrade; the old entry is not started', () => {
  const list = [
    agent('1', 'SRV-1.corp.example', { status: 'inactive' }),
    agent('2', 'SRV-1.corp.example'),
  ];
  const sites = [{ name: 'hq', machines: ['srv-1'], controllers: ['dc-1'] }];
  const { description, notes } = importEstate(list, { sites });
  expect(description.sites[0]).toMatchObject({ agents: ['srv-1'], inactive: ['srv-1-2'] });
  expect(notes[0]).toContain('1 of them Active: as after uninstalling and installing again.');
});

test('two Active entries of one name are two servers or a clone, and both are kept', () => {
  const { description, notes } = importEstate([agent('1', 'SRV-1'), agent('2', 'srv-1')], {
    sites: [{ name: 'hq', externalIps: ['203.0.113.10'], controllers: ['dc-1'] }],
  });
  expect(description.sites[0]?.agents).toEqual(['srv-1', 'srv-1-2']);
  expect(notes[0]).toContain('a cloned machine, which is not supported');
  expect(parseEstate(renderEstate({ description, notes }), 'x.yaml')).toEqual(description);
});

test('two Active entries of one name at two sites are kept, too', () => {
  const list = [agent('1', 'SRV-1'), agent('2', 'srv-1', { externalIp: '198.51.100.7' })];
  const sites = [
    { name: 'hq', externalIps: ['203.0.113.10'], controllers: ['dc-1'] },
    { name: 'branch', externalIps: ['198.51.100.7'], controllersOf: 'hq' },
  ];
  const { sites: made } = parseEstate(renderEstate(importEstate(list, { sites })), 'x.yaml');
  expect(made.map(({ agents }) => agents)).toEqual([['srv-1'], ['srv-1-2']]);
});

test('agents that no site claims are grouped by address, and borrow controllers', () => {
  const list = [agent('1', 'A'), agent('2', 'B', { externalIp: '198.51.100.7' })];
  const sites = [{ name: 'hq', machines: ['a', 'ghost'], controllers: ['dc-1'] }];
  const { description, notes } = importEstate(list, { sites });
  expect(description.sites[1]).toMatchObject({
    ...{ name: 'site-198-51-100-7', agents: ['b'], controllersOf: 'hq' },
  });
  expect(notes).toContain('ghost of hq is not on the list: no agent is registered there.');
  const alone = importEstate(list, { sites: [] }).description.sites;
  expect(alone.map(({ controllers, controllersOf }) => controllers ?? controllersOf)).toEqual([
    ['dc-1', 'dc-2'],
    'site-203-0-113-10',
  ]);
});

test('names are safe for the lab, and recognisable', () => {
  expect(['SRV_PTA01.corp.example', '10SRV', '10.0.0.1', '東京'].map(safeName)).toEqual([
    ...['srv-pta01', 'srv-10srv', 'srv-10-0-0-1', 'srv'],
  ]);
});

test.each([
  ['', 'g.json: expected JSON as Graph answers it, got something else'],
  [
    '{}',
    'g.json: list: expected a list of agents, or Graph’s answer with "value", got an empty map',
  ],
  ['[]', 'g.json: list: expected at least one agent, got an empty list'],
  ['[{"id":"1"}]', 'g.json: [0].machineName: expected the name of its server, got nothing'],
  [
    '{"value":[{"agents":[{"id":"1","machineName":"A","status":"gone"}]}]}',
    'g.json: [0].agents[0].status: expected active or inactive, got "gone"',
  ],
  [
    '{"value":[],"@odata.nextLink":"https://graph.example/?p=2"}',
    'g.json: @odata.nextLink: expected the whole list; ask for the pages that follow too, got ' +
      '"https://graph.example/?p=2"',
  ],
])('the list %s is refused with what was expected', (text, sentence) => {
  expect(() => parseAgentList(text, 'g.json')).toThrow(sentence);
});

test('the estate of a running lab can be asked for, and started again', async () => {
  const servers = { b: { clockOffsetMs: 2000, version: '1.5.1742.0' } };
  const site = { name: 'hq', agents: ['a', 'b'], controllers: ['dc-1'], servers };
  await using lab = await startLab({ traffic: false, sites: [site] });
  await lab.wait(60_000);
  const call = async <T>(method: string, at: string): Promise<T> =>
    CONTROL_ROUTES[`${method} ${at}`]?.(lab, ASKED) as T;
  const found = await askLab({
    ...{ ...createControlClient('http://127.0.0.1:0'), call },
    agents: () => call('GET', '/agents'),
    timeline: () => call('GET', '/timeline'),
  });
  const text = renderEstate(importEstate(found.agents, found.sites));
  const { sites } = estateOptions(parseEstate(text, 'x.yaml'));
  expect(sites?.[0]).toMatchObject({ ...site, servers: { b: { machine: 'b', ...servers.b } } });
});
