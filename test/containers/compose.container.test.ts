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
import { findK6 } from '../../load/live/find-k6.ts';
import { askEngine, runEngine } from '../../runtime/live/container-engine.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';
import { openTestProject, type TestProject } from './compose-project.ts';
import { BUILD_MS } from './lab-images.ts';

const START_MS = 300_000;
const SOON_MS = 60_000;
const TARGETS = ['runtime', 'egress', 'controller', 'prometheus'];
const containerTest = needs('containers');
const isThere = spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;
const CLIENT = fileURLToPath(new URL('./msal-in-container.mjs', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'compose-'));

let project: TestProject;
let token = '';
beforeAll(async () => {
  if (!isThere) return;
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

containerTest('an agent’s server has no way out but through its egress', async () => {
  const reach = (host: string, port: number) =>
    `const s=require('net').connect({host:'${host}',port:${port},timeout:3000});` +
    `s.on('connect',()=>process.exit(0)).on('error',()=>process.exit(1)).on('timeout',()=>process.exit(1))`;
  const { PTA_LAB_SUBNET: net = '' } = project.env;
  const asked = async (host: string, port: number) => {
    const args = ['compose', '--project-name', project.name, 'exec', '-T', 'agt-1', 'node', '-e'];
    const { env } = project;
    return (await askEngine([...args, reach(host, port)], { timeoutMs: SOON_MS, env })).code;
  };
  // The lab’s own link is all that it can call by itself.
  expect(await asked('mock-entra', 7443)).toBe(0);
  expect(await asked(`${net}.10.10`, 443)).toBe(1);
  expect(await asked(`${net}.11.11`, 636)).toBe(1);
  expect(await asked('198.51.100.1', 443)).toBe(1);
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
    const url = await project.published('prometheus', 9090);
    const ask = async (what: string) => (await (await fetch(`${url}/api/v1/${what}`)).json()).data;
    await expect
      .poll(async () => healthOf(await ask('targets')), { timeout: SOON_MS, interval: 1_000 })
      .toEqual({ 'pta-lab': 'up', prometheus: 'up' });
    const { groups } = await ask('rules');
    const rules = groups.flatMap((group: { rules: object[] }) => group.rules);
    expect(rules.length).toBeGreaterThan(20);
    expect(rules.filter(({ lastError }: { lastError?: string }) => lastError)).toEqual([]);
    await expect
      .poll(async () => (await ask('query?query=pta_agents_expected')).result[0]?.value[1], {
        timeout: SOON_MS,
        interval: 1_000,
      })
      .toBe('3');
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

interface Targets {
  activeTargets: readonly { labels: { job: string }; health: string }[];
}

function healthOf({ activeTargets }: Targets): Record<string, string> {
  return Object.fromEntries(activeTargets.map(({ labels, health }) => [labels.job, health]));
}

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
