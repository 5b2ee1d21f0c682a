/**
 * Two ends of a connection that goes on elsewhere, joined byte for byte. A reset goes on as a
 * reset: which of the two it was is a symptom.
 */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { codeOf } from '../../runtime/live/failure.ts';
import { resetSocket } from '../../runtime/live/reset-socket.ts';

export function joinStreams(near: Duplex, far: Duplex): void {
  passOn(near, far);
  passOn(far, near);
  near.pipe(far).pipe(near);
}

function passOn(from: Duplex, to: Duplex): void {
  let isReset = false;
  from.on('error', (error) => {
    isReset ||= codeOf(error) === 'ECONNRESET';
  });
  from.once('close', () => {
    if (to.destroyed) return;
    // Under TLS nothing can be reset: Node throws.
    const canReset = to instanceof Socket && !(to instanceof TLSSocket);
    if (isReset && canReset) resetSocket(to);
    else if (isReset || !from.readableEnded) to.destroy();
  });
}
