/**
 * Another web server of the company, at the address to which names resolve when they resolve
 * wrongly: its certificate is good, and not for the name that was asked for.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { listen } from '../../../runtime/live/listen.ts';
import { trackSocket } from '../../../runtime/live/track-socket.ts';
import { endElsewhere } from '../../../runtime/live/wrong-address.ts';
import type { PackedIdentity } from '../link/messages.ts';

export interface ElsewhereServer extends AsyncDisposable {
  tls: number;
  plain: number;
}

export async function startElsewhere(identity: PackedIdentity): Promise<ElsewhereServer> {
  const { certificatePem: cert, keyPem: key } = identity;
  const context = createSecureContext({ cert, key });
  const sockets = new Set<Socket>();
  const create = (plain: boolean): Server =>
    createServer({ noDelay: true }, (socket) => {
      trackSocket(sockets, socket);
      void endElsewhere(async () => context, socket, plain);
    });
  const [tls, plain] = [create(false), create(true)];
  return {
    tls: await listen(tls, 0, '0.0.0.0'),
    plain: await listen(plain, 0, '0.0.0.0'),
    async [Symbol.asyncDispose]() {
      for (const server of [tls, plain]) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
