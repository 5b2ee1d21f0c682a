/**
 * Where a name leads to the wrong address, somebody else answers: another web server of the
 * company, with a good certificate for its own name.
 */
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';

/** Its certificate, made when first needed. */
export type Elsewhere = () => Promise<SecureContext>;

const NOT_HERE = 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

export async function endElsewhere(
  elsewhere: Elsewhere,
  socket: Socket,
  plain: boolean,
): Promise<void> {
  if (plain) {
    socket.once('data', () => socket.end(NOT_HERE));
    socket.resume();
    return;
  }
  const secured = new TLSSocket(socket, { isServer: true, secureContext: await elsewhere() });
  secured.on('error', () => {});
  secured.once('data', () => secured.end(NOT_HERE));
  secured.once('end', () => secured.destroy());
}
