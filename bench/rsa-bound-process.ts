/** One of the processes of `rsa-bound.ts`: RSA in a closed loop, told over IPC when it is done. */
import { createRsaSignIn, type SignInCost } from '../load/live/measure-rsa.ts';
import { runClosedLoop } from './closed-loop.ts';

export interface BoundOrder extends SignInCost {
  concurrency: number;
  durationMs: number;
}

export interface BoundTold {
  perSecond: number;
  done: number;
  cpuMs: number;
}

/** The others are still starting, and code is not compiled yet. */
const WARM_UP_MS = 500;

const order = JSON.parse(process.argv[2] ?? '{}') as BoundOrder;
const signIn = await createRsaSignIn(order);
await runClosedLoop(order.concurrency, WARM_UP_MS, signIn);
const before = process.cpuUsage();
const { perSecond, done } = await runClosedLoop(order.concurrency, order.durationMs, signIn);
const { user, system } = process.cpuUsage(before);
const told: BoundTold = { perSecond, done, cpuMs: (user + system) / 1000 };
process.send?.(told, () => process.exit(0));
