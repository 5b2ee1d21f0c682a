/**
 * Sign-ins over the whole live path with everything apart as in production: each agent and the load
 * in processes of their own, cloud, gateway and controllers in this one. Processor time counts all
 * of them but the load.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LabOptions } from '../lab/estate.ts';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import { threadsFor } from '../runtime/live/thread-pool.ts';
import { pem } from '../runtime/x509.ts';
import type { LoadOrder, LoadTold } from './sign-in-load.ts';

export interface SeparateOptions {
  lab: Pick<LabOptions, 'agents' | 'agentProcesses' | 'crypto'>;
  /** With `openid` two tokens are signed, else one. */
  scope: string;
  load: Pick<LoadOrder, 'connections' | 'warmUpMs' | 'measureMs' | 'perSecond'>;
}

export interface SeparateSignIns extends LoadTold {
  perSecond: number;
  /** Of a sign-in: cloud, gateway, controllers; all agents together; the load. */
  cpuMsEach: { lab: number; agents: number; load: number };
}

/** Only the access token: `openid` would make it two. */
export const ACCESS_TOKEN_ONLY = 'https://graph.microsoft.com/User.Read';
export const TWO_TOKENS = 'openid profile';

const LOAD = fileURLToPath(new URL('./sign-in-load.ts', import.meta.url));

/** @throws Error if one of them failed: the figure would mean nothing. */
export async function measureSeparately(options: SeparateOptions): Promise<SeparateSignIns> {
  const lab = await startLab({ mode: 'live', traffic: false, ...options.lab });
  const { told, labMs, agentsMs } = await putLoadOn(lab, options).finally(() =>
    lab[Symbol.asyncDispose](),
  );
  if (told.failed > 0) throw new Error(`${told.failed} of ${told.done} sign-ins failed`);
  const each = (ms: number) => ms / told.done;
  return {
    ...told,
    perSecond: told.done / told.seconds,
    cpuMsEach: { lab: each(labMs), agents: each(agentsMs), load: each(told.cpuMs) },
  };
}

async function putLoadOn(lab: Lab, { scope, load }: SeparateOptions) {
  const child = fork(LOAD, {
    execArgv: [],
    stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, UV_THREADPOOL_SIZE: String(threadsFor(2)) },
  });
  child.stdin?.end(JSON.stringify({ ...orderFor(lab, scope), ...load }));
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the load broke off')));
  await Promise.race([once(child, 'message'), ended]);
  const [before, agentsBefore] = [process.cpuUsage(), agentsCpuMs(lab)];
  const [told] = (await Promise.race([once(child, 'message'), ended])) as [LoadTold];
  ended.catch(() => {});
  const { user, system } = process.cpuUsage(before);
  return {
    told,
    labMs: (user + system) / 1000,
    agentsMs: agentsCpuMs(lab) - agentsBefore,
  };
}

function orderFor(lab: Lab, scope: string): Pick<LoadOrder, 'port' | 'path' | 'body' | 'caPem'> {
  const { healthy } = lab.accounts;
  const { port, pathname } = new URL(lab.endpoints.live?.authority ?? '');
  const [ca] = lab.prober.trust;
  const form = { grant_type: 'password', client_id: lab.clientId, scope };
  const credentials = { username: healthy?.userName ?? '', password: healthy?.password ?? '' };
  return {
    port: Number(port),
    path: `${pathname.replace(/\/$/, '')}/oauth2/v2.0/token`,
    body: new URLSearchParams({ ...form, ...credentials }).toString(),
    caPem: ca ? pem('CERTIFICATE', ca.der) : '',
  };
}

/** Agents of this process have no processor time of their own. */
function agentsCpuMs(lab: Lab): number {
  return [...lab.agents.values()].reduce((sum, agent) => sum + (agent.load().cpuMs ?? 0), 0);
}
