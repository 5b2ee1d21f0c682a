/**
 * Knows when the live world is quiet: nothing it was told to do is still going on, except calls
 * that wait for lab time. Only that lets a live clock step from timer to timer. Everything runs in
 * this process, so "quiet" can be observed: no crypto job, and nothing touched during some turns of
 * the event loop.
 */
import type { LiveCrypto } from '../crypto/rsa.ts';
import { LabError } from '../lab-error.ts';
import { createLoopbackBarrier } from './loopback-barrier.ts';

export interface Activity extends Disposable {
  /**
   * Something happened: bytes passed the gateway, a request began or ended, a frame came or went.
   */
  touch(): void;
  /**
   * @throws LabError `HARNESS_NOT_QUIET` if the world has not become quiet in the real time
   * allowed.
   */
  quiet(): Promise<void>;
}

export interface ActivityOptions {
  crypto: Pick<LiveCrypto, 'pending' | 'onSettled'>;
  /**
   * Real time. Default 15 s: a burst of RSA on a slow machine takes seconds, an endless loop for
   * ever.
   */
  patienceMs?: number;
}

/**
 * Turns without a touch that count as quiet. Between two touches lie at most two hops that
 * JavaScript does not see, because OpenSSL answers them by itself in a handshake, and undici waits
 * one turn before it uses a connection again. Each turn includes the barrier, so that a hop which
 * the kernel delivers late is not missed. Three would do; this is one more.
 */
const CALM_TURNS = 4;

export function createActivity({ crypto, patienceMs = 15_000 }: ActivityOptions): Activity {
  const barrier = createLoopbackBarrier();
  let touches = 0;

  async function turn(): Promise<void> {
    await barrier.pass();
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }

  return {
    touch() {
      touches += 1;
    },
    async quiet() {
      const deadlineMs = performance.now() + patienceMs;
      for (let calm = 0; calm < CALM_TURNS; ) {
        const before = touches;
        if (crypto.pending > 0) await settled(crypto, deadlineMs);
        else await turn();
        calm = touches === before && crypto.pending === 0 ? calm + 1 : 0;
        if (performance.now() > deadlineMs) throw notQuiet(patienceMs, crypto.pending);
      }
    },
    [Symbol.dispose]: () => barrier[Symbol.dispose](),
  };
}

/**
 * Waits without turning the event loop round and round, which would take a core from the crypto
 * threads.
 */
async function settled(crypto: ActivityOptions['crypto'], deadlineMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      listening[Symbol.dispose]();
      resolve();
    };
    const timer = setTimeout(finish, Math.max(deadlineMs - performance.now(), 0) + 1);
    const listening = crypto.onSettled(finish);
  });
}

function notQuiet(patienceMs: number, pending: number): LabError {
  return new LabError(
    'HARNESS_NOT_QUIET',
    `expected the lab to settle within ${patienceMs} ms of real time before its clock moves on, but ` +
      `it was still busy (${pending} crypto jobs in flight): something calls again and again without waiting`,
  );
}
