/**
 * The cloud's address as other hosts see it: one door for all names on the usual ports. The name
 * that a client says decides who answers: a lab name its own listener, any other the one that has a
 * certificate of the run's CA.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { CLOUD_PORTS } from '../../protocol/hosts.ts';
import type { Authority } from '../../runtime/certificate-authority.ts';
import type { LiveCrypto } from '../../runtime/crypto/rsa.ts';
import type { Activity } from '../../runtime/live/activity.ts';
import { isTlsRecord } from '../../runtime/live/client-hello.ts';
import { readHead } from '../../runtime/live/connect-head.ts';
import { readOpening } from '../../runtime/live/gateway-opening.ts';
import { listen } from '../../runtime/live/listen.ts';
import type { LiveNetwork } from '../../runtime/live/network.ts';
import { nextChunk } from '../../runtime/live/next-chunk.ts';
import { resetSocket } from '../../runtime/live/reset-socket.ts';
import { createServerContexts } from '../../runtime/live/secure-contexts.ts';
import { createListener } from '../../runtime/live/server.ts';
import { trackSocket } from '../../runtime/live/track-socket.ts';
import type { Service } from '../../runtime/ports.ts';
import { createUndoStack } from '../../runtime/undo.ts';
import { joinStreams } from '../outposts/join-streams.ts';

export interface FrontDoorOptions {
  network: Pick<LiveNetwork, 'resolve'>;
  crypto: LiveCrypto;
  activity: Activity;
  /** Signs for names that are none of the lab's. */
  runAuthority: Authority;
  /** What `service` answers to. */
  hosts: readonly string[];
  service: Service;
  host: string;
  ports: { https: number; http: number; status: number };
}

export interface FrontDoor extends AsyncDisposable {
  readonly ports: FrontDoorOptions['ports'];
}

/** @throws LabError `PORT_BUSY`, `PORT_FORBIDDEN` */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const { network, crypto, activity, runAuthority, hosts, service, host, ports } = options;
  const undo = createUndoStack();
  const undecided = new Set<Socket>();
  const serverContexts = createServerContexts(crypto, runAuthority);
  const strangers = await createListener({ activity, serverContexts }, hosts, service);
  undo.defer(() => strangers.close());
  const enter = async (socket: Socket) => {
    const name = await readName(socket);
    if (name === 'no TLS') return void socket.destroy();
    const known = name === undefined ? undefined : network.resolve(name, CLOUD_PORTS.https)?.enter;
    // From here on it is the listener's, which ends it when it closes.
    undecided.delete(socket);
    if (known) known(socket);
    else strangers.server.emit('connection', socket);
  };
  const open = async (port: number, take: (socket: Socket) => Promise<void>) => {
    const server = createServer({ noDelay: true }, (socket) => {
      trackSocket(undecided, socket);
      // Who breaks off before it has said what it wants gets no answer.
      take(socket).catch(() => socket.destroy());
    });
    undo.defer(() => close(server, undecided));
    return listen(server, port, host);
  };
  return {
    ports: {
      https: await open(ports.https, enter),
      http: await open(ports.http, (socket) => enterPlain(network, socket, CLOUD_PORTS.revocation)),
      status: await open(ports.status, (socket) => enterPlain(network, socket, CLOUD_PORTS.status)),
    },
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}

/** Not waited for: that would be for the connections of other listeners too. */
function close(server: Server, undecided: ReadonlySet<Socket>): void {
  server.close();
  for (const socket of undecided) resetSocket(socket);
}

/** Undefined: it says none. What was read is put back. */
async function readName(socket: Socket): Promise<string | undefined | 'no TLS'> {
  const first = await nextChunk(socket);
  if (first === undefined || !isTlsRecord(first)) return 'no TLS';
  socket.unshift(first);
  return (await readOpening(socket))?.host;
}

const NOT_HERE = 'HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/** Plain HTTP, to the listener of the name that the client says. */
async function enterPlain(
  network: Pick<LiveNetwork, 'resolve'>,
  socket: Socket,
  port: number,
): Promise<void> {
  const head = await readHead(socket);
  const name = /^host: *([^\s:]+)/im.exec(head)?.[1];
  const known = name === undefined ? undefined : network.resolve(name, port);
  if (known === undefined) return void socket.end(NOT_HERE);
  const onward = connect({ host: known.address, port: known.port, noDelay: true });
  onward.on('error', () => {});
  onward.write(head);
  joinStreams(socket, onward);
}
