/** Agents in processes of their own, as people, administrators and the machine see them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENTS } from '../../protocol/events.ts';
import { keptVariables } from '../../runtime/live/kept-variables.ts';
import { proves } from '../../test/parity/proves.ts';
import type { Lab } from '../lab.ts';
import { attemptSignIn } from '../people/sign-in.ts';
import { startLab } from '../start-lab.ts';
import { ProcessAgent } from './process-agent.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'pta-lab-processes-'));
const NEARLY_OVER = { certificateAgeDays: 170 };
const sites = [
  {
    ...{ name: 'hq', agents: ['agt-1', 'agt-2'], controllers: ['dc-1'] },
    servers: { 'agt-1': NEARLY_OVER },
  },
];
const options = { mode: 'live', agentProcesses: true, traffic: false, sites, stateDir } as const;
let lab: Lab;

beforeAll(async () => {
  const timings = { renewalCheckIntervalMs: 60_000 };
  lab = await startLab({ ...options, timings, crypto: 'fast' });
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  rmSync(stateDir, { recursive: true });
});

const agent = (name: string): ProcessAgent => {
  const found = lab.agents.get(name);
  return found instanceof ProcessAgent ? found : expect.fail(`${name} is no process`);
};

async function signIn(scope = 'openid') {
  const { userName, password } = lab.accounts.healthy ?? expect.fail('nobody');
  return attemptSignIn({
    ...{ network: lab.network, from: lab.prober, authority: lab.endpoints.authority },
    ...{ clientId: lab.clientId, scope, userName, password, correlationId: 'process' },
    timeoutMs: lab.timings.probeTimeoutMs,
  });
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // ESRCH: nobody has that number.
    return false;
  }
}

const until = (met: () => unknown) =>
  expect.poll(met, { timeout: 10_000, interval: 20 }).toBeTruthy();

const connected = () => until(() => lab.entra.connectedAgents().length === 2);

test(
  proves(
    'load.processes',
    'two agents in their own processes sign people in, and count what they did',
  ),
  async () => {
    const pids = ['agt-1', 'agt-2'].map((name) => agent(name).pid);
    expect(new Set([process.pid, ...pids]).size).toBe(3);
    const done = async () => (await signIn()).result;
    expect(await Promise.all(Array.from({ length: 12 }, done))).toEqual(Array(12).fill(0));
    const answered = () => [agent('agt-1').load().validations, agent('agt-2').load().validations];
    await until(() => answered().reduce((sum, each) => sum + each) === 12);
    expect(Math.min(...answered())).toBeGreaterThan(0);
    expect(agent('agt-1').load().cpuMs).toBeGreaterThan(0);
    expect(agent('agt-1').counters.successful).toBe(answered()[0]);
  },
);

test(
  proves('load.processes.faults', 'faults on an agent’s server and on its paths reach its process'),
  async () => {
    const all = ['agt-1', 'agt-2'];
    for (const [id, where, code] of [
      ['srv-missing', {}, 80007],
      ['agent-time-skew', { agents: all }, 80013],
    ] as const) {
      const { key } = await lab.faults.on(id, where);
      expect((await signIn()).result, id).toBe(code);
      await lab.faults.off(key);
    }
    const events = all.flatMap((name) => lab.servers.get(name)?.log.events.map(({ id }) => id));
    expect(events).toContain(EVENTS.timeSkew.id);
    const stopped = await lab.faults.on('agent-stopped', { agents: all });
    expect(all.map((name) => lab.servers.get(name)?.services.agent)).toEqual([
      'stopped',
      'stopped',
    ]);
    await until(() => lab.entra.connectedAgents().length === 0);
    expect((await signIn()).result).toBe(80001);
    await lab.faults.off(stopped.key);
    await connected();
    expect((await signIn()).result).toBe(0);
  },
);

test(
  proves(
    'load.processes.time',
    'their clocks go where the lab’s goes, and nobody loses a connection',
  ),
  async () => {
    const listeners = () => lab.entra.agents().map((one) => one.listeners);
    const [before, ends] = [listeners(), agent('agt-1').certificateEndsMs];
    await lab.advance(90_000);
    expect(listeners()).toEqual(before);
    expect((await signIn()).result).toBe(0);
    // Due all the time, and now that a minute has gone by looked at: renewed over there.
    expect(agent('agt-1').certificateEndsMs).toBeGreaterThan(ends);
    expect(lab.servers.get('agt-1')?.instanceId).toBe(agent('agt-1').agentId);
    expect(lab.usedTimings()).toContain('controllerTimeoutMs');
    expect(lab.usedTimings().size).toBeLessThan(Object.keys(lab.timings).length);
  },
);

test(
  proves('load.processes.stop', 'a stopped agent’s process is gone; the next start is another one'),
  async () => {
    const { pid } = agent('agt-1');
    await lab.servers.get('agt-1')?.stop('agent');
    expect(lab.servers.get('agt-1')?.services.agent).toBe('stopped');
    await until(() => !isThere(pid));
    expect((await signIn()).result).toBe(0);
    await lab.servers.get('agt-1')?.start('agent');
    expect(agent('agt-1').pid).not.toBe(pid);
    await connected();
  },
);

test(
  proves('load.processes.trouble', 'a process that the machine ends is the harness’s trouble'),
  async () => {
    process.kill(agent('agt-2').pid, 'SIGKILL');
    const sentence =
      'expected the process of agt-2 to run until it is stopped, but it ended (SIGKILL)';
    const trouble = { code: 'HARNESS_AGENT_PROCESS', message: expect.stringContaining(sentence) };
    await expect(lab.wait(20_000)).rejects.toMatchObject(trouble);
    expect(agent('agt-2').running).toBe(false);
  },
);

const STARTS_A_LAB = `
  const { startLab } = await import(process.argv[1]);
  const lab = await startLab(JSON.parse(process.argv[2]));
  console.log(JSON.stringify([...lab.agents.values()].map(({ pid }) => pid)));
`;

test(proves('load.processes.orphans', 'a lab that is killed leaves no agent behind'), async () => {
  const main = new URL('../start-lab.ts', import.meta.url).href;
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      STARTS_A_LAB,
      main,
      JSON.stringify({ ...options, crypto: 'fast' }),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: keptVariables() },
  );
  const ended = once(child, 'exit').then(() => expect.fail('the lab ended before it was ready'));
  const line = once(createInterface(child.stdout), 'line');
  const [text] = await Promise.race([line, ended]);
  ended.catch(() => {});
  const pids: number[] = JSON.parse(String(text));
  expect(pids.map(isThere)).toEqual([true, true]);
  child.kill('SIGKILL');
  await until(() => !pids.some(isThere));
});

test('virtual time has no processes, and no use for fast crypto', async () => {
  await expect(startLab({ agentProcesses: true })).rejects.toThrow('expected live mode for agents');
  await expect(startLab({ crypto: 'fast' })).rejects.toThrow(
    'expected live mode for --crypto fast',
  );
});
