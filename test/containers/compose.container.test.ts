/**
 * `docker compose up` as a person starts it: everything healthy, an application that knows nothing
 * of the lab signs in inside its network, the pages answer, nothing is left. One project for all.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect } from 'vitest';
import { OUTPOST_KINDS } from '../../lab/outposts/outposts.ts';
import { findK6 } from '../../load/live/find-k6.ts';
import { askEngine, runEngine } from '../../runtime/live/container-engine.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';

import { openTestProject, type TestProject } from './compose-project.ts';
import { findLeaks } from './find-leaks.ts';
import { BUILD_MS } from './lab-images.ts';
import { createPrometheus } from './lab-prometheus.ts';
import { hasEngine } from './run.ts';
import { listenEverywhere, renderAttempts, type Target } from './way-out.ts';

const START_MS = 300_000;
const SOON_MS = 60_000;
/** Chromium starts slowly where others keep the cores busy. */
const VISIT_MS = 110_000;
const TARGETS = ['runtime', 'egress', 'controller', 'prometheus', 'browser'];
const containerTest = needs('containers');
const CLIENT = fileURLToPath(new URL('./msal-in-container.mjs', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'compose-'));

let project: TestProject;
let token = '';
beforeAll(async () => {
  if (!hasEngine) return;
  project = openTestProject('compose', TARGETS);
  await project.compose(['up', '--detach', '--no-build', '--wait', '--wait-timeout', '280'], {
    timeoutMs: START_MS,
  });
  token = (await inside('mock-entra', 'cat', '/run/operator/control-token')).trim();
}, BUILD_MS + START_MS);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await project?.[Symbol.asyncDispose]();
}, SOON_MS);

const inside = (service: string, ...command: string[]) =>
  project.compose(['exec', '-T', service, ...command]);
const SOON = { timeout: SOON_MS, interval: 1_000 };
const prometheus = createPrometheus(() => project.published('prometheus', 9090));
const bearer = () => ({ headers: { authorization: `Bearer ${token}` } });

containerTest(
  proves('containers.up', 'docker compose up: all are healthy, and the agents Active'),
  async () => {
    const text = await project.compose(['ps', '--all', '--format', 'json']);
    const services = text
      .trim()
      .split('\n')
      .map((line): { Service: string; Health: string } => JSON.parse(line));
    const health = Object.fromEntries(services.map(({ Service, Health }) => [Service, Health]));
    const names = ['agt-1', 'agt-2', 'agt-3', 'dc-1', 'dc-2', 'egress-branch', 'egress-hq'];
    const all = [...names, 'mock-entra', 'prober', 'prometheus'];
    expect(health).toEqual(Object.fromEntries(all.map((name) => [name, 'healthy'])));
    // In the container neither address nor token has to be given.
    expect(await inside('mock-entra', 'pta-lab', 'faults', 'ls')).not.toBe('');
  },
);

containerTest(
  proves('containers.real-names', 'MSAL signs in under the real name, in the lab’s network alone'),
  async () => {
    const { clientId, tenantId, accounts } = JSON.parse(
      await inside('mock-entra', 'cat', '/run/operator/lab.json'),
    );
    const ca = path.join(folder, 'ca.pem');
    writeFileSync(ca, await inside('mock-entra', 'cat', '/run/pta-lab/ca.pem'));
    const root = path.resolve(import.meta.dirname, '../..');
    const mounts = [
      `${root}/node_modules:/test/node_modules:ro`,
      `${CLIENT}:/test/sign-in.mjs:ro`,
      `${ca}:/test/ca.pem:ro`,
    ].flatMap((mount) => ['--volume', mount]);
    const image = (await project.compose(['config', '--images', 'mock-entra'])).split('\n')[0];
    const command = ['--entrypoint', 'node', image ?? '', '/test/sign-in.mjs'];
    const env = ['--env', 'NODE_EXTRA_CA_CERTS=/test/ca.pem'];
    const network = ['--network', `${project.name}_internet`];
    const said = await runEngine(
      ['run', '--rm', '--interactive', ...network, ...mounts, ...env, ...command],
      {
        timeoutMs: SOON_MS,
        input: JSON.stringify({ clientId, tenantId, ...accounts.healthy }),
      },
    );
    const { userName } = accounts.healthy;
    expect(JSON.parse(said)).toEqual({ signedIn: userName, userPrincipalName: userName });
  },
);

const SHUT = 'who owns an agent’s or the prober’s container reaches nothing outside of the lab';
containerTest(proves('containers.shut', SHUT), async () => {
  const { PTA_LAB_SUBNET: net = '' } = project.env;
  await using outside = await listenEverywhere();
  const routers = ['1', '10', '11', '12', '14'].map((third) => `${net}.${third}.1`);
  const abroad: Target[] = [...outside.addresses, ...routers].map((one) => [one, outside.port]);
  abroad.push(['198.51.100.1', 443]);
  const controllers: Target[] = ['dc-1', `${net}.11.11`].flatMap((one): Target[] => [
    [one, 636],
    [one, 445],
  ]);
  const link: Target = ['mock-entra', 7443];
  const cloud: Target = ['login.microsoftonline.com', 443];
  const pastEgress: Target[] = [cloud, [`${net}.10.10`, 443], ['mock-entra', 443]];
  const [fromAgent, fromProber] = await Promise.all([
    reached('agt-1', [link, ...pastEgress, ...controllers, ...abroad]),
    reached('prober', [link, cloud, ...controllers, ...abroad]),
  ]);
  expect(fromAgent).toEqual([link.join(':')]);
  expect(fromProber).toEqual([link, cloud].map((one) => one.join(':')));
});

/** Of the addresses those that a connection from that container gets through to. */
async function reached(service: string, targets: readonly Target[]): Promise<string[]> {
  return JSON.parse(await inside(service, 'node', '-e', renderAttempts(targets)));
}

const SECRET = 'no password, token, key or user’s name is in logs or in what inspect shows';
containerTest(proves('containers.secrets', SECRET), async () => {
  const accounts: Record<string, { userName: string }> = JSON.parse(
    await inside('mock-entra', 'cat', '/run/operator/lab.json'),
  ).accounts;
  const links = await Promise.all(
    OUTPOST_KINDS.map((kind) => inside('mock-entra', 'cat', `/run/pta-lab/${kind}/link.json`)),
  );
  const others = [
    ...Object.values(accounts).map(({ userName }) => userName),
    ...links.map((link): string => JSON.parse(link).token),
    token,
  ];
  expect(await findLeaks(project, others)).toEqual([]);
});

containerTest(
  'status page and control API answer to who has the token, and to nobody else',
  async () => {
    const control = await project.published('mock-entra', 7080);
    const status = await project.published('prober', 9188);
    for (const url of [control, status]) expect((await fetch(url)).status, url).toBe(401);
    expect((await fetch(control, bearer())).status).toBe(200);
    const page = await fetch(status, bearer());
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('sign-in');
  },
);

containerTest(
  proves('containers.prometheus', 'Prometheus has its targets up and our rules without an error'),
  async () => {
    const healthy = { 'pta-lab': 'up', prometheus: 'up' };
    await expect.poll(() => prometheus.health(), SOON).toEqual(healthy);
    expect((await prometheus.rules()).length).toBeGreaterThan(20);
    const unwell = async () =>
      (await prometheus.rules()).filter(({ health }) => health !== 'ok').map(({ name }) => name);
    await expect.poll(unwell, SOON).toEqual([]);
    const expected = async () => (await prometheus.query('pta_agents_expected'))[0]?.value[1];
    await expect.poll(expected, SOON).toBe('3');
  },
);

const K6_IMAGE = 'pta-lab-k6:local';

needs('containers', 'k6')(
  proves('containers.load', 'k6 in a container of its own loads the lab that proved itself to it'),
  async () => {
    importK6(findK6().command);
    const load = ['--profile', 'load', 'run', '--rm', '--no-deps', '-T', 'load'];
    const env = { ...project.env, K6_IMAGE, PTA_LAB_DURATION: '5s' };
    const said = await project.compose(load, { timeoutMs: SOON_MS, env });
    expect(said).toMatch(/✓ 'rate==0' rate=0\.00%/);
    expect(said).toMatch(/sign_ins\.+: [1-9]/);
  },
);

/** k6 is one file that needs nothing: an image of it takes no build. */
function importK6(command: string): void {
  const script =
    'tar --dereference --create --file=- --directory="$(dirname "$(command -v "$0")")" k6 | ' +
    `docker import --change 'ENTRYPOINT ["/k6"]' - ${K6_IMAGE}`;
  const { status, stderr } = spawnSync('sh', ['-c', script, command], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
}

/** As a person starts it; what it ends with is its verdict. */
function visitWithBrowser() {
  const { name, env } = project;
  const run = ['--profile', 'browser', 'run', '--rm', '--no-deps', '-T', 'browser'];
  return askEngine(['compose', '--project-name', name, ...run], { timeoutMs: VISIT_MS, env });
}

containerTest(
  proves('containers.browser', 'Chromium in a container of its own signs in through the page'),
  async () => {
    const { code, stdout, stderr } = await visitWithBrowser();
    expect([code, stdout], stderr).toEqual([0, expect.stringMatching(/^browser-sign-in: pass, /)]);
  },
);

containerTest(
  proves(
    ['containers.alert', 'containers.browser'],
    'while 443 is blocked at both sites Prometheus alerts, and Chromium’s verdict is fail',
  ),
  async () => {
    await inside('mock-entra', 'pta-lab', 'faults', 'on', 'block-443');
    const alerting = () => prometheus.firing();
    const [{ code, stdout, stderr }] = await Promise.all([
      visitWithBrowser(),
      expect.poll(alerting, { ...SOON, timeout: 90_000 }).toContain('PtaProbeFailing sign-in'),
    ]);
    expect([code, stdout], stderr).toEqual([1, expect.stringMatching(/AADSTS8000[12]/)]);
    await inside('mock-entra', 'pta-lab', 'faults', 'reset');
  },
);

containerTest(
  proves('containers.grafana', 'each panel of the dashboard then has something to show'),
  async () => {
    const empty = () => prometheus.emptyPanels();
    await expect.poll(empty, { ...SOON, timeout: 90_000 }).toEqual([]);
  },
);

containerTest('docker compose down -v leaves nothing behind', async () => {
  await project[Symbol.asyncDispose]();
  const filter = ['--filter', `label=com.docker.compose.project=${project.name}`, '--quiet'];
  for (const list of [
    ['ps', '--all'],
    ['network', 'ls'],
    ['volume', 'ls'],
  ]) {
    expect(await runEngine([...list, ...filter], { timeoutMs: SOON_MS }), list[0]).toBe('');
  }
});
