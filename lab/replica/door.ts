/**
 * One port for all names of a replica, so that a balancer needs to know no more than TCP: TLS goes
 * by the server name in its first record, plain HTTP by its Host. Nothing is passed on: the service
 * gets the caller's own socket, and with it the caller's address.
 */
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { Activity } from '../../runtime/live/activity.ts';
import { isTlsRecord, readServerName } from '../../runtime/live/client-hello.ts';
import { readHead } from '../../runtime/live/connect-head.ts';
import { answerRequests } from '../../runtime/live/http-server.ts';
import { listen } from '../../runtime/live/listen.ts';
import { nextChunk } from '../../runtime/live/next-chunk.ts';
import type { ServerContexts } from '../../runtime/live/secure-contexts.ts';
import { createListener } from '../../runtime/live/server.ts';
import { trackSocket } from '../../runtime/live/track-socket.ts';
import type { Service } from '../../runtime/ports.ts';

export interface DoorOptions {
  activity: Activity;
  serverContexts: ServerContexts;
  host: string;
  port: number;
}

export interface Door extends AsyncDisposable {
  readonly port: number;
  serve(names: readonly string[], service: Service): Promise<AsyncDisposable>;
}

/** Who names nobody calls an address. */
const DEFAULT_NAME = 'localhost';

/** @throws LabError `PORT_BUSY`, `PORT_FORBIDDEN` */
export async function openDoor({ host, port, ...world }: DoorOptions): Promise<Door> {
  const secure = new Map<string, Server>();
  const plain = new Map<string, Server>();
  const sockets = new Set<Socket>();
  const front = createServer({ noDelay: true }, (socket) => {
    trackSocket(sockets, socket);
    void admit(socket, secure, plain);
  });
  const listening = await listen(front, port, host);
  return {
    port: listening,
    async serve(names, service) {
      const { server } = await createListener(world, names, service);
      for (const name of names) secure.set(name, server);
      if (service.plain?.length) {
        const other = createHttpServer({ requestTimeout: 0, headersTimeout: 0 });
        answerRequests(other, service, world.activity, 'http');
        for (const name of names) plain.set(name, other);
      }
      return {
        async [Symbol.asyncDispose]() {
          for (const name of names) secure.delete(name);
          for (const name of names) plain.delete(name);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => front.close(resolve));
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
  };
}

/** What was read is put back: the server begins where the caller did. */
async function admit(
  socket: Socket,
  secure: ReadonlyMap<string, Server>,
  plain: ReadonlyMap<string, Server>,
): Promise<void> {
  const first = await nextChunk(socket);
  if (first === undefined) return void socket.destroy();
  socket.unshift(first);
  const isSecure = isTlsRecord(first);
  const name = isSecure ? await readHello(socket) : await readHost(socket);
  const servers = isSecure ? secure : plain;
  const server = servers.get(name ?? DEFAULT_NAME);
  if (server) server.emit('connection', socket);
  else socket.destroy();
}

async function readHello(socket: Socket): Promise<string | undefined> {
  let hello = Buffer.alloc(0);
  for (let chunk = await nextChunk(socket); chunk; chunk = await nextChunk(socket)) {
    hello = Buffer.concat([hello, chunk]);
    const name = readServerName(hello);
    if (name === 'incomplete') continue;
    socket.unshift(hello);
    return name;
  }
  return undefined;
}

async function readHost(socket: Socket): Promise<string | undefined> {
  // Who goes away meanwhile has asked nothing.
  const head = await readHead(socket).catch(() => '');
  socket.unshift(Buffer.from(head, 'latin1'));
  return /^host: *([^\s:]+)/im.exec(head)?.[1]?.toLowerCase();
}
