/**
 * Ends a connection with a reset. One that is being shut down already cannot be reset any more: the
 * system refuses, Node takes no notice, and a process with such a socket never ends.
 */
import type { Socket } from 'node:net';
import type { Hop } from './memory-hop.ts';

export function resetSocket(socket: Socket | Hop): void {
  if (socket.writable) socket.resetAndDestroy();
  else socket.destroy();
}
