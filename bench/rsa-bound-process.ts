/** One of the processes of `rsa-bound.ts`: RSA in a closed loop, told over IPC when it is done. */
import { createRsaCrypto } from '../runtime/crypto/rsa.ts';
import { runClosedLoop } from './closed-loop.ts';
import type { SignInCost } from './rsa-bound.ts';

export interface BoundOrder extends SignInCost {
  concurrency: number;
  durationMs: number;
}

export interface BoundTold {
  perSecond: number;
  done: number;
  cpuMs: number;
}

const SHORT = new Uint8Array(40);
const TOKEN = new Uint8Array(900);
/** The others are still starting, and code is not compiled yet. */
const WARM_UP_MS = 500;

const order = JSON.parse(process.argv[2] ?? '{}') as BoundOrder;
const crypto = createRsaCrypto();
const key = await crypto.generateKey('bound');
const signIn = async () => {
  const seals = Array.from({ length: order.agents }, () => crypto.seal(key.spki, SHORT));
  const [own] = await Promise.all(seals);
  if (own) await crypto.open(key, own);
  await Promise.all(Array.from({ length: order.tokens }, () => crypto.sign(key, TOKEN)));
};
await runClosedLoop(order.concurrency, WARM_UP_MS, signIn);
const before = process.cpuUsage();
const { perSecond, done } = await runClosedLoop(order.concurrency, order.durationMs, signIn);
const { user, system } = process.cpuUsage(before);
const told: BoundTold = { perSecond, done, cpuMs: (user + system) / 1000 };
process.send?.(told, () => process.exit(0));
