/**
 * How a connection to the gateway begins, and the ways in which it may end there. Our dialer says
 * CONNECT; anybody else's client just sends a TLS ClientHello, as through a firewall that nobody
 * configures, and can be told something by a reset only.
 */
import type { Socket } from 'node:net';
import { isTlsRecord, readServerName } from './client-hello.ts';
import {
  type ConnectRequest,
  parseConnect,
  readHead,
  renderConnectAnswer,
} from './connect-head.ts';
import { nextChunk } from './next-chunk.ts';

export type Opening = Required<ConnectRequest> & { by: 'connect' | 'hello' };

/**
 * `undefined`: neither one nor the other, or it went away. What was read of a hello is put back.
 */
export async function readOpening(socket: Socket): Promise<Opening | undefined> {
  const first = await nextChunk(socket);
  if (!first) return undefined;
  socket.unshift(first);
  if (isTlsRecord(first)) return readHello(socket);
  try {
    const request = parseConnect(await readHead(socket));
    return request && { ...request, by: 'connect' };
  } catch {
    // The caller went away or speaks something else; either way there is nobody to answer.
    return undefined;
  }
}

const STRANGER = { port: 443, component: 'unknown', proxied: false, by: 'hello' } as const;

async function readHello(socket: Socket): Promise<Opening | undefined> {
  let hello = Buffer.alloc(0);
  for (let chunk = await nextChunk(socket); chunk; chunk = await nextChunk(socket)) {
    hello = Buffer.concat([hello, chunk]);
    const host = readServerName(hello);
    if (host === 'incomplete') continue;
    socket.unshift(hello);
    return host === undefined ? undefined : { ...STRANGER, host };
  }
  return undefined;
}

/** The caller hears that its connection stands. */
export function confirm(socket: Socket, { by }: Opening): void {
  if (by === 'connect') socket.write(renderConnectAnswer());
}

/** `obstacle` is a word of `NetworkFailure`, or the error code that was met on the way. */
export function deny(socket: Socket, { by }: Opening, obstacle: string): void {
  if (by === 'hello') return void socket.resetAndDestroy();
  socket.end(renderConnectAnswer(obstacle));
  socket.resume();
}

/** No answer, for as long as the caller waits. */
export function dropSilently(socket: Socket): void {
  socket.once('end', () => socket.destroy());
  socket.resume();
}

export function resetOnFirstBytes(socket: Socket, opening: Opening): void {
  confirm(socket, opening);
  socket.once('data', () => socket.resetAndDestroy());
  socket.resume();
}
