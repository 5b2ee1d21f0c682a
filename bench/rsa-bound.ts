/**
 * What the machine's RSA alone allows: the operations of one sign-in, nothing else, over the same
 * crypto port and as many processes and threads as the lab has. Everything the lab adds shows as
 * distance from this.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SignInCost } from '../load/live/measure-rsa.ts';
import { threadsFor } from '../runtime/live/thread-pool.ts';
import type { BoundOrder, BoundTold } from './rsa-bound-process.ts';

export interface RsaBound {
  /** Sign-ins a second if a sign-in were nothing but its RSA operations. */
  perSecond: number;
  /** Processor time of the operations of one, and of one encryption. */
  cpuMsEach: number;
}

const PROCESS = fileURLToPath(new URL('./rsa-bound-process.ts', import.meta.url));

/** `processes`: the one with cloud and gateway, and one for each agent. */
export async function measureRsaBound(
  cost: SignInCost,
  concurrency: number,
  durationMs: number,
  processes = 1 + cost.agents,
): Promise<RsaBound> {
  const order = { ...cost, durationMs, concurrency: Math.ceil(concurrency / processes) };
  const told = await Promise.all(
    Array.from({ length: processes }, () => runProcess(order, processes)),
  );
  const sum = (of: (one: BoundTold) => number) => told.reduce((all, one) => all + of(one), 0);
  return {
    perSecond: sum(({ perSecond }) => perSecond),
    cpuMsEach: sum(({ cpuMs }) => cpuMs) / sum(({ done }) => done),
  };
}

async function runProcess(order: BoundOrder, processes: number): Promise<BoundTold> {
  const child = fork(PROCESS, [JSON.stringify(order)], {
    execArgv: [],
    env: { ...process.env, UV_THREADPOOL_SIZE: String(threadsFor(processes)) },
  });
  const [told] = (await once(child, 'message')) as [BoundTold];
  await once(child, 'exit');
  return told;
}
