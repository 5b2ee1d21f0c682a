/** The way out of an agent’s server: heard is what resolver, kernel and proxy said. */

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type DecodedPacket, decode, encode, type Packet } from 'dns-packet';
import { afterEach, expect, test } from 'vitest';
import {
  isResolved,
  parseConnectAnswer,
  readHead,
  renderConnect,
} from '../../../runtime/live/connect-head.ts';
import { listen } from '../../../runtime/live/listen.ts';
import { createUndoStack } from '../../../runtime/undo.ts';
import { startDirectUplink } from './direct-uplink.ts';
import { createSiteResolver } from './site-resolver.ts';

const HERE = 'here.lab.localhost';
const SERVICE = '_ldap._tcp.lab.localhost';
let undo = createUndoStack();
afterEach(async () => {
  await undo[Symbol.asyncDispose]();
  undo = createUndoStack();
});

/** Knows two names; every other does not exist. */
async function startNameServer(): Promise<string> {
  const socket = createSocket('udp4');
  undo.defer(() => void socket.close());
  socket.on('message', (bytes, { port, address }) => {
    socket.send(encode(answerTo(decode(bytes))), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return `127.0.0.1:${socket.address().port}`;
}

function answerTo({ id, questions }: DecodedPacket): Packet {
  const name = questions?.[0]?.name ?? '';
  const reply: Packet = { type: 'response', ...(id !== undefined && { id }) };
  const asked = questions && { questions };
  if (name === HERE) {
    return { ...reply, ...asked, answers: [{ type: 'A', name, ttl: 0, data: '127.0.0.1' }] };
  }
  const records = ['dc-1', 'dc-2'].map((target, priority) => {
    return { type: 'SRV', name, ttl: 0, data: { target, port: 389, priority } } as const;
  });
  if (name === SERVICE) return { ...reply, ...asked, answers: records };
  return { ...reply, ...asked, flags: 3 };
}

async function serve(take: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    take(socket);
  });
  undo.defer(() => void server.close());
  return listen(server, 0);
}

async function dial(target: { host: string; port: number }, proxy?: URL) {
  const resolver = createSiteResolver(await startNameServer());
  const uplink = undo.use(await startDirectUplink({ resolver, ...(proxy && { proxy }) }));
  const socket = connect(uplink.port, '127.0.0.1');
  undo.defer(() => void socket.destroy());
  socket.on('error', () => {});
  socket.write(renderConnect({ ...target, component: 'agt-1', ...(proxy && { proxied: true }) }));
  return socket;
}

test('a name under localhost is asked for over the wire, and TCP is a step of its own', async () => {
  const port = await serve((socket) => void socket.end('hello'));
  const socket = await dial({ host: HERE, port });
  expect(isResolved(await readHead(socket))).toBe(true);
  expect(parseConnectAnswer(await readHead(socket))).toBe('open');
  const heard = once(socket, 'data');
  socket.resume();
  const [bytes] = await heard;
  expect(String(bytes)).toBe('hello');
});

test('a name that the resolver does not know, and a port where nobody listens', async () => {
  const unknown = await dial({ host: 'login.microsoftonline.com', port: 443 });
  expect(parseConnectAnswer(await readHead(unknown))).toEqual({ obstacle: 'name-not-resolved' });
  const closed = await dial({ host: HERE, port: 1 });
  expect(isResolved(await readHead(closed))).toBe(true);
  expect(parseConnectAnswer(await readHead(closed))).toEqual({ obstacle: 'ECONNREFUSED' });
});

test('a reset at the far end is a reset at the near one', async () => {
  const port = await serve((socket) => void socket.once('data', () => socket.resetAndDestroy()));
  const socket = await dial({ host: HERE, port });
  for (let heads = 0; heads < 2; heads++) await readHead(socket);
  const broken = new Promise((resolve) => socket.once('error', resolve));
  socket.resume();
  socket.write('hello');
  expect(await broken).toMatchObject({ code: 'ECONNRESET' });
});

test('behind the site’s proxy it is the proxy that resolves, refuses, or is not there', async () => {
  const said: string[] = [];
  const port = await serve((socket) => {
    void readHead(socket).then((head) => {
      said.push(head);
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
  });
  const target = { host: 'nowhere.lab.localhost', port: 443 };
  const refused = await dial(target, new URL(`http://127.0.0.1:${port}`));
  const obstacle = 'proxy-authentication-required';
  expect(parseConnectAnswer(await readHead(refused))).toEqual({ obstacle });
  expect(said[0]).toMatch(/^CONNECT nowhere\.lab\.localhost:443 HTTP\/1\.1\r\n/);
  const down = await dial(target, new URL('http://127.0.0.1:1'));
  expect(parseConnectAnswer(await readHead(down))).toEqual({ obstacle: 'proxy-down' });
});

test('SRV records come in the order of their priorities', async () => {
  const resolver = createSiteResolver(await startNameServer());
  expect(await resolver.service(SERVICE)).toEqual({ hosts: ['dc-1', 'dc-2'] });
  const none = await resolver.service('_kerberos._tcp.lab.localhost');
  expect(none).toEqual({ obstacle: 'name-not-resolved' });
});
