/**
 * Ends a connection with a reset. One that is being shut down already cannot be reset any more: the
 * system refuses, Node takes no notice, and a process with such a socket never ends.
 */
import type { Socket } from 'node:net';

export function resetSocket(socket: Socket): void {
  if (socket.writable) socket.resetAndDestroy();
  else socket.destroy();
}
