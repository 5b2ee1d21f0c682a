/** A lab whose agents, egress and controller are outposts, all of them on loopback. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONTROLLER_SERVICE, controllerHost, HOSTS, labHost } from '../../protocol/hosts.ts';
import { proves } from '../../test/parity/proves.ts';
import type { Lab } from '../lab.ts';
import { attemptSignIn } from '../people/sign-in.ts';
import { startLab } from '../start-lab.ts';
import { dialLink } from './link/dial-link.ts';
import { LINK_NAME, readLinkFolder, writeLinkFolder } from './link/run-folder.ts';
import {
  findFreePort,
  type LoopbackOutposts,
  startLoopbackOutposts,
} from './rig/loopback-outposts.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'pta-lab-outposts-'));
const runFolder = join(stateDir, 'run');
const sites = [{ name: 'hq', agents: ['agt-1', 'agt-2'], controllers: ['dc-1'] }];
const names = { agent: ['agt-1', 'agt-2'], egress: ['hq'], controller: ['dc-1'] };
const SIGN_IN = labHost(HOSTS.signIn);
let outposts: LoopbackOutposts;
let lab: Lab;
const said: string[] = [];

beforeAll(async () => {
  outposts = startLoopbackOutposts(runFolder, names);
  outposts.doors.https = await findFreePort();
  lab = await startLab({
    ...{ mode: 'live', crypto: 'fast', traffic: false, realNames: true, sites, stateDir },
    outposts: {
      ...{ runFolder, host: '127.0.0.1', port: 0, cloudAddress: '127.0.0.1' },
      say: (sentence) => void said.push(sentence),
      doors: { https: outposts.doors.https, http: 0, status: 0 },
    },
  });
});
afterAll(async () => {
  await lab?.[Symbol.asyncDispose]();
  await outposts[Symbol.asyncDispose]();
  rmSync(stateDir, { recursive: true });
});

async function signIn() {
  const { userName, password } = lab.accounts.healthy ?? expect.fail('nobody');
  const { result } = await attemptSignIn({
    ...{ network: lab.network, from: lab.prober, authority: lab.endpoints.authority },
    ...{ clientId: lab.clientId, scope: 'openid', userName, password, correlationId: 'outpost' },
    timeoutMs: lab.timings.probeTimeoutMs,
  });
  return result;
}

const onServer = () => {
  const from = { component: 'agt-2', site: 'hq', trust: lab.siteTrust('hq') };
  return { from, timeoutMs: 5_000 };
};

const until = (met: () => unknown) =>
  expect.poll(met, { timeout: 10_000, interval: 20 }).toBeTruthy();

test(
  proves(
    'containers.outposts',
    'agents on other hosts sign people in, at controllers on other hosts',
  ),
  async () => {
    expect(await Promise.all([signIn(), signIn(), signIn()])).toEqual([0, 0, 0]);
    const start = outposts.told.egresses.get('hq');
    expect(start?.addresses.get(SIGN_IN)).toBe('127.0.0.1');
    expect(start?.addresses.get(HOSTS.graph)).toBe('127.0.0.1');
    expect(start?.addresses.get(controllerHost('dc-1'))).toBe('127.0.0.1');
    expect(start?.services.get(CONTROLLER_SERVICE)).toMatchObject([
      { target: controllerHost('dc-1') },
    ]);
  },
);

test(
  proves(
    'containers.vantage',
    'a probe on an agent’s server leaves from there, and meets what resolver and kernel say there',
  ),
  async () => {
    const ask = () => lab.network.examine(`https://${SIGN_IN}`, onServer());
    expect(await ask()).toMatchObject({ ok: true, value: { tls: { servername: SIGN_IN } } });
    outposts.obstacles.set(SIGN_IN, 'name-not-resolved');
    expect(await ask()).toMatchObject({ ok: false, failure: 'name-not-resolved', at: 'resolve' });
    outposts.obstacles.delete(SIGN_IN);
    const { https } = outposts.doors;
    outposts.doors.https = 1;
    expect(await ask()).toMatchObject({ ok: false, failure: 'refused', at: 'connect' });
    outposts.doors.https = https;
    const found = await lab.network.resolveService(CONTROLLER_SERVICE, onServer());
    expect(found).toMatchObject({ ok: true, value: [controllerHost('dc-1')] });
    outposts.obstacles.set(CONTROLLER_SERVICE, 'name-not-resolved');
    const lost = await lab.network.resolveService(CONTROLLER_SERVICE, onServer());
    expect(lost).toMatchObject({ ok: false, failure: 'name-not-resolved', at: 'resolve' });
    outposts.obstacles.clear();
  },
);

test('a fault on the path is on once the egress has it, and is told which effect is new', async () => {
  const { key } = await lab.faults.on('block-443', { sites: ['hq'] });
  const { effects = [], added } = outposts.told.effects.get('hq') ?? {};
  expect(effects[0]).toMatchObject({ on: 'path', kind: 'drop' });
  expect(added).toEqual([0]);
  await lab.faults.off(key);
  expect(outposts.told.effects.get('hq')).toMatchObject({ effects: [], added: [] });
});

test(
  proves('containers.clock', 'the lab’s clock takes agents in other containers along'),
  async () => {
    const listeners = () => lab.entra.agents().map((one) => one.listeners);
    const before = listeners();
    await lab.advance(90_000);
    expect(listeners()).toEqual(before);
    expect(await signIn()).toBe(0);
  },
);

test('an agent that is killed over there is gone, and comes back when the fault ends', async () => {
  const { key } = await lab.faults.on('agent-crashed', { agents: ['agt-1'] });
  await until(() => lab.entra.connectedAgents().length === 1);
  await lab.faults.off(key);
  await until(() => lab.entra.connectedAgents().length === 2);
});

test(
  proves(
    'containers.host-gone',
    'the container of an agent that goes away takes its agent with it, and brings it back',
  ),
  async () => {
    await outposts.stop('agent', 'agt-2');
    await until(() => lab.entra.connectedAgents().length === 1);
    expect(await signIn()).toBe(0);
    outposts.start('agent', 'agt-2');
    await until(() => lab.entra.connectedAgents().length === 2);
  },
);

test('a container that goes again while its agent is starting is no trouble either', async () => {
  const backs = () => said.filter((one) => one === 'agent agt-1 is back, and as it was').length;
  const before = backs();
  await outposts.stop('agent', 'agt-1');
  outposts.start('agent', 'agt-1');
  await until(() => backs() > before);
  // The start of a process takes longer.
  await sleep(20);
  await outposts.stop('agent', 'agt-1');
  expect(lab.agents.get('agt-1')?.running).toBe(false);
  outposts.start('agent', 'agt-1');
  await until(() => lab.entra.connectedAgents().length === 2);
  await lab.wait(0);
});

test(
  proves('containers.real-names', 'Microsoft’s own names are answered there, under the run’s CA'),
  async () => {
    const ca = readFileSync(join(runFolder, 'ca.pem'), 'utf8');
    const host = HOSTS.signIn;
    const status = await new Promise((resolve, reject) => {
      const asking = request({
        ...{ ca, host: '127.0.0.1', port: outposts.doors.https, servername: host },
        ...{ headers: { host }, path: '/common/v2.0/.well-known/openid-configuration' },
      });
      asking.on('error', reject).on('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asking.end();
    });
    expect(status).toBe(200);
  },
);

test(
  proves('containers.link', 'the link takes nobody without the run’s token, and nobody twice'),
  async () => {
    expect(statSync(join(runFolder, 'agent/link.json')).mode & 0o777).toBe(0o640);
    const address = await readLinkFolder(join(runFolder, 'agent'));
    if ('lacking' in address) return expect.fail(address.lacking);
    const dial = async (token: string, name: string, caPem = address.caPem) => {
      const folder = mkdtempSync(join(stateDir, 'other-'));
      await writeLinkFolder(folder, { ...address, token, caPem });
      const stop = new AbortController();
      const { promise, resolve } = Promise.withResolvers<string>();
      const dialling = dialLink({
        ...{ who: { kind: 'agent', name }, runFolder: folder, signal: stop.signal },
        waiting: resolve,
      });
      const why = await Promise.race([promise, dialling.then(() => 'connected')]);
      stop.abort();
      await (await dialling)?.gone;
      return why;
    };
    expect(await dial('another', 'agt-9')).toBe('the lab refused it with 401');
    expect(await dial(address.token, 'agt-1')).toBe('the lab refused it with 409');
    expect(await dial(address.token, 'agt-9')).toBe('connected');
    // Of an outpost that has the CA of another run.
    const [, runCa = ''] = address.caPem.split(/(?<=END CERTIFICATE-----\n)/);
    expect(await dial(address.token, 'agt-9', runCa)).toContain('the lab cannot be reached');
    expect(LINK_NAME).toMatch(/\.localhost$/);
  },
);

test('who did not dial in is named', async () => {
  const missing = { runFolder: join(stateDir, 'nobody'), host: '127.0.0.1', port: 0 };
  const starting = startLab({
    ...{ mode: 'live', crypto: 'fast', sites, stateDir },
    outposts: { ...missing, patienceMs: 50 },
  });
  await expect(starting).rejects.toMatchObject({
    code: 'OUTPOSTS_MISSING',
    message: expect.stringContaining('egress hq, agent agt-1, agent agt-2, controller dc-1'),
  });
});

test('where nobody switches hosts off, an agent’s that goes away is trouble, and no symptom', async () => {
  const own = { runFolder: join(stateDir, 'rehearsal'), host: '127.0.0.1', port: 0 };
  await using others = startLoopbackOutposts(own.runFolder, names);
  others.doors.https = await findFreePort();
  await using rehearsed = await startLab({
    ...{ mode: 'live', crypto: 'fast', traffic: false, sites, stateDir },
    outposts: {
      ...{ ...own, cloudAddress: '127.0.0.1', hostsMayGo: false },
      doors: { https: others.doors.https, http: 0, status: 0 },
    },
  });
  await others.stop('agent', 'agt-2');
  await expect(rehearsed.wait(20_000)).rejects.toMatchObject({
    code: 'HARNESS_OUTPOST',
    message: expect.stringContaining('agent agt-2'),
  });
});

test(
  proves(
    'containers.restart',
    'an egress that comes back is told anew all that is in force by then',
  ),
  async () => {
    said.length = 0;
    const before = await lab.faults.on('block-443', { sites: ['hq'] });
    await outposts.stop('egress', 'hq');
    outposts.told.egresses.clear();
    await lab.faults.off(before.key);
    const meanwhile = await lab.faults.on('dns-nxdomain', { sites: ['hq'] });
    outposts.start('egress', 'hq');
    await until(() => said.length === 2);
    expect(outposts.told.egresses.get('hq')?.addresses.get(SIGN_IN)).toBe('127.0.0.1');
    const { effects = [], added } = outposts.told.effects.get('hq') ?? {};
    expect(effects).toMatchObject([{ on: 'path', kind: 'resolve' }]);
    expect(added).toEqual([0]);
    await lab.faults.off(meanwhile.key);
    expect(said).toEqual([
      'egress hq has gone away: the lab goes on without it until it is back',
      'egress hq is back, and as it was',
    ]);
  },
);

test('with the lab its agents end', async () => {
  said.length = 0;
  await lab[Symbol.asyncDispose]();
  expect(said).toEqual([]);
  await until(() => outposts.told.events.includes('agt-1 disconnected'));
  expect(await readLinkFolder(join(runFolder, 'agent'))).toEqual({ lacking: 'ENOENT' });
});
