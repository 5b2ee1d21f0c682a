/**
 * Sign-ins at replicas that share a tenant: nats-server, replicas, controllers, agents and the load
 * in processes of their own, a balancer of a few lines in this one. Processor time of each kind, so
 * that the price of sharing shows beside the throughput.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startNats } from '../lab/replica/rig/nats-server.ts';
import { startBalancer } from '../lab/replica/rig/tcp-balancer.ts';
import { foundTenant } from '../lab/tenant/found-tenant.ts';
import { createDice } from '../runtime/dice.ts';
import { createUndoStack, type UndoStack } from '../runtime/undo.ts';
import type { LoadOrder, LoadTold } from './sign-in-load.ts';

export interface SharedLoad extends Pick<LoadOrder, 'connections' | 'warmUpMs' | 'measureMs'> {
  replicas: number;
  agents: number;
}

export interface SharedSignIns {
  perSecond: number;
  p99: number;
  failed: number;
  /** Of a sign-in, all processes of a kind together. */
  cpuMsEach: Readonly<Record<'replicas' | 'nats' | 'agents' | 'controllers', number>>;
}

const LOAD = fileURLToPath(new URL('./sign-in-load.ts', import.meta.url));
const PROGRAM = 'cli/pta-lab.mjs';
/** From the start of its process to its first sign-in. */
const AGENTS_COME_MS = 4_000;

export async function measureShared(options: SharedLoad): Promise<SharedSignIns> {
  const undo = createUndoStack();
  try {
    const { pids, order } = await build(undo, options);
    const before = cpuOf(pids);
    const told = await putLoadOn(order, () => Object.assign(before, cpuOf(pids)));
    const after = cpuOf(pids);
    const each = (kind: keyof typeof pids) => (after[kind] - before[kind]) / told.done;
    return {
      ...{ perSecond: told.done / told.seconds, p99: told.p99, failed: told.failed },
      cpuMsEach: {
        ...{ replicas: each('replicas'), nats: each('nats') },
        ...{ agents: each('agents'), controllers: each('controllers') },
      },
    };
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

type Pids = Readonly<Record<keyof SharedSignIns['cpuMsEach'], readonly number[]>>;

async function build(undo: UndoStack, { replicas, agents, ...load }: SharedLoad) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-bench-'));
  undo.defer(() => rmSync(folder, { recursive: true, force: true }));
  const state = ['--state-dir', path.join(folder, 'state')];
  const handOver = path.join(folder, 'agents');
  const nats = undo.use(await startNats(path.join(folder, 'nats')));
  const replica = ['replica', '--json', '--nats', nats.url, '--hand-over', handOver, ...state];
  const started = await Promise.all(Array.from({ length: replicas }, () => run(undo, ...replica)));
  const ports = started.map(({ said }) => Number(said.port));
  const balancer = undo.use(await startBalancer(ports));
  const controllers = await run(undo, 'controllers', '--json', ...state);
  const cloud = ['--cloud', `127.0.0.1:${balancer.port}`, '--hand-over', handOver];
  const urls = ['--controllers', ...(controllers.said.urls as string[])];
  const names = Array.from({ length: agents }, (_, at) => `agt-${at + 1}`);
  const running = await Promise.all(
    names.map((name) => run(undo, 'agent', '--json', '--name', name, ...cloud, ...urls)),
  );
  await new Promise((resolve) => setTimeout(resolve, AGENTS_COME_MS));
  const pids: Pids = {
    ...{ replicas: started.map(pidOf), nats: [nats.pid], agents: running.map(pidOf) },
    controllers: [pidOf(controllers)],
  };
  return { pids, order: { ...orderFor(balancer.port, started[0]?.said ?? {}), ...load } };
}

interface Running {
  child: ChildProcess;
  /** Its first line. */
  said: Readonly<Record<string, unknown>>;
}

const pidOf = ({ child }: Running) => child.pid ?? 0;

async function run(undo: UndoStack, ...args: string[]): Promise<Running> {
  const stdio = ['ignore', 'pipe', 'inherit'] as ['ignore', 'pipe', 'inherit'];
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio });
  undo.defer(async () => {
    if (child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  const lines = createInterface(child.stdout);
  const [line] = (await once(lines, 'line')) as [string];
  child.stdout.resume();
  return { child, said: JSON.parse(line) };
}

function orderFor(
  port: number,
  said: Running['said'],
): Pick<LoadOrder, 'port' | 'path' | 'body' | 'caPem'> {
  const { population, clientId, tenant } = foundTenant(createDice('1'), {}, Date.now());
  const { userName = '', password = '' } = population.accounts.healthy ?? {};
  const form = { grant_type: 'password', client_id: clientId, scope: 'openid profile' };
  return {
    ...{ port, path: `/${tenant.id}/oauth2/v2.0/token` },
    body: new URLSearchParams({ ...form, username: userName, password }).toString(),
    caPem: readFileSync(String(said.caFile), 'utf8'),
  };
}

async function putLoadOn(order: LoadOrder, begun: () => void): Promise<LoadTold> {
  const child = fork(LOAD, { execArgv: [], stdio: ['pipe', 'inherit', 'inherit', 'ipc'] });
  child.stdin?.end(JSON.stringify(order));
  await once(child, 'message');
  begun();
  const [told] = (await once(child, 'message')) as [LoadTold];
  return told;
}

/** In ms. `/proc/{pid}/stat` counts in hundredths of a second, and its fields behind the name. */
function cpuOf(pids: Pids): Record<keyof Pids, number> {
  const sum = (some: readonly number[]) => some.reduce((all, pid) => all + cpuMsOf(pid), 0);
  const { replicas, nats, agents, controllers } = pids;
  return {
    ...{ replicas: sum(replicas), nats: sum(nats) },
    ...{ agents: sum(agents), controllers: sum(controllers) },
  };
}

function cpuMsOf(pid: number): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) /);
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) * 10;
}
