/**
 * What a packet filter cannot do to a connection is done here, by the same gateway as in the live
 * lab: the filter redirects connections of a name and port to a port of ours, which therefore knows
 * where they lead without asking. The caller is known by its address alone.
 */

import { createServer, type Socket } from 'node:net';
import { parseConnect, readHead } from '../../../runtime/live/connect-head.ts';
import type { Gateway } from '../../../runtime/live/gateway.ts';
import { listen } from '../../../runtime/live/listen.ts';
import { createUndoStack } from '../../../runtime/undo.ts';
import { type Place, servedPorts } from './places.ts';

export type ComponentAt = (address: string | undefined) => string;

export interface Relay extends AsyncDisposable {
  portFor(place: Place, port: number): number | undefined;
}

const HALF_OPEN = { allowHalfOpen: true, noDelay: true };
const EVERYWHERE = '0.0.0.0';

/** One port for each name and each port of it that is served. */
export async function startRelay(
  gateway: Gateway,
  places: readonly Place[],
  componentAt: ComponentAt,
): Promise<Relay> {
  const undo = createUndoStack();
  const ports = new Map<string, number>();
  for (const place of places) {
    for (const port of servedPorts(place)) {
      const server = createServer(HALF_OPEN, (socket) => {
        const component = componentAt(socket.remoteAddress);
        const opening = { host: place.name, port, component, proxied: false } as const;
        gateway.take(socket, { ...opening, by: 'hello' });
      });
      ports.set(`${place.virtual}:${port}`, await listen(server, 0, EVERYWHERE));
      undo.defer(() => void server.close());
    }
  }
  return {
    portFor: ({ virtual }, port) => ports.get(`${virtual}:${port}`),
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}

/** The site's explicit web proxy: it is asked with CONNECT, and says what it met. */
export async function startWebProxy(
  gateway: Gateway,
  { address, port }: { address: string; port: number },
  componentAt: ComponentAt,
): Promise<AsyncDisposable> {
  const server = createServer(HALF_OPEN, (socket) => void ask(socket));

  async function ask(socket: Socket): Promise<void> {
    socket.on('error', () => {});
    // Who goes away before asking gets no answer.
    const asked = parseConnect(await readHead(socket).catch(() => ''));
    if (!asked) return void socket.destroy();
    const component = componentAt(socket.remoteAddress);
    gateway.take(socket, { ...asked, component, proxied: asked.proxied || true, by: 'connect' });
  }

  await listen(server, port, address);
  return {
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}
