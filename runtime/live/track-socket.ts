/**
 * Which sockets are open, for whoever has to close all of them at the end. A reset of one that
 * nobody listens to is no reason for the process to end.
 */
import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export function trackSocket<S extends Duplex, T extends S>(open: Set<S>, socket: T): T {
  open.add(socket);
  socket.on('error', () => {});
  socket.once('close', () => open.delete(socket));
  return socket;
}

/** Nobody new comes in, and who is there is reset. */
export async function closeAll(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  for (const socket of open) socket.resetAndDestroy();
  await closed;
}
