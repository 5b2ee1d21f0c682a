/** Waits until somebody listens for LDAPS at a host, or nobody does any more; false: in vain. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

export async function awaitLdaps(host: string, wanted: boolean, withinMs: number) {
  const dueMs = performance.now() + withinMs;
  while ((await listens(host)) !== wanted) {
    if (performance.now() > dueMs) return false;
    await pause(LOOK_EVERY_MS);
  }
  return true;
}

function listens(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 636, timeout: 1_000 });
    const settle = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false)).once('timeout', () => settle(false));
  });
}
