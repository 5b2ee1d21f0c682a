/**
 * Which sockets are open, for whoever has to close all of them at the end. A reset of one that
 * nobody listens to is no reason for the process to end.
 */
import type { Duplex } from 'node:stream';

export function trackSocket<S extends Duplex, T extends S>(open: Set<S>, socket: T): T {
  open.add(socket);
  socket.on('error', () => {});
  socket.once('close', () => open.delete(socket));
  return socket;
}
