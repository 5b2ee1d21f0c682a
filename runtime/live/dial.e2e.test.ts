/**
 * The dialer against servers and gateways that are not ours, whose failures must still have our
 * words.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { expect, test } from 'vitest';
import { dial } from './dial.ts';
import { listen } from './listen.ts';
import { createNames } from './names.ts';
import { type Rig, startRig } from './rig.ts';
import { createClientContexts, createServerContexts } from './secure-contexts.ts';

const HOST = 'foreign.lab.localhost';

interface Listening extends AsyncDisposable {
  port: number;
}

async function listening(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  const port = await listen(server, 0);
  const dispose = async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, [Symbol.asyncDispose]: dispose };
}

function dialFrom(rig: Rig, site: string, port: number) {
  const names = createNames();
  names.add(HOST, port);
  const world = {
    clock: rig.clock,
    activity: rig.activity,
    names,
    clientContext: createClientContexts(rig.crypto),
    gatewayPort: () => port,
    clientCourse: () => ({ resolution: 'right', resolveMs: 0, proxied: false }) as const,
  };
  const from = { ...rig.agent, site };
  return dial(world, { host: HOST, port: 443 }, { from, timeoutMs: 30_000 });
}

/** A gateway that says this to whatever CONNECT it gets, and hangs up. */
function gatewaySaying(answer: string): Promise<Listening> {
  return listening(createServer((socket) => socket.once('data', () => socket.end(answer))));
}

async function tlsServer(rig: Rig, options: TlsOptions): Promise<Listening> {
  const own = await createServerContexts(rig.crypto, rig.authority).options(HOST);
  return listening(createTlsServer({ ...own, ...options }, (socket) => socket.end()));
}

test.each([
  ['refused', 'x-lab-path: refused', 'refused', 'connect'],
  ['what the kernel said', 'x-lab-path: EHOSTUNREACH', 'unreachable', 'connect'],
  ['no name', 'x-lab-path: name-not-resolved', 'name-not-resolved', 'resolve'],
  ['nothing of ours', 'x-other: 1', 'malformed-answer', 'connect'],
])('a gateway that answers with %s', async (_, header, failure, at) => {
  await using rig = await startRig();
  await using gateway = await gatewaySaying(`HTTP/1.1 502 Bad Gateway\r\n${header}\r\n\r\n`);
  expect(await dialFrom(rig, 'hq', gateway.port)).toMatchObject({ ok: false, failure, at });
});

test('a gateway that ran out of files makes the run inconclusive, not the path broken', async () => {
  await using rig = await startRig();
  await using gateway = await gatewaySaying(
    'HTTP/1.1 502 Bad Gateway\r\nx-lab-path: EMFILE\r\n\r\n',
  );
  await expect(dialFrom(rig, 'hq', gateway.port)).rejects.toMatchObject({ code: 'HARNESS_EMFILE' });
});

test('a gateway that hangs up without an answer has closed', async () => {
  await using rig = await startRig();
  await using gateway = await gatewaySaying('');
  expect(await dialFrom(rig, 'hq', gateway.port)).toMatchObject({
    ok: false,
    failure: 'closed',
    at: 'connect',
  });
});

test('a gateway whose answer never ends is not listened to for ever', async () => {
  await using rig = await startRig();
  await using gateway = await gatewaySaying(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(9000)}`);
  expect(await dialFrom(rig, 'hq', gateway.port)).toMatchObject({
    ok: false,
    failure: 'malformed-answer',
    at: 'connect',
  });
});

test('a server that does not speak TLS', async () => {
  await using rig = await startRig();
  await using server = await gatewaySaying('HTTP/1.1 400 Bad Request\r\n\r\n');
  expect(await dialFrom(rig, 'internet', server.port)).toMatchObject({
    ok: false,
    failure: 'malformed-answer',
    at: 'tls',
  });
});

test('a server that hangs up in the handshake', async () => {
  await using rig = await startRig();
  await using server = await gatewaySaying('');
  expect(await dialFrom(rig, 'internet', server.port)).toMatchObject({
    ok: false,
    failure: 'reset',
    at: 'tls',
  });
});

test('a server that knows only TLS 1.1', async () => {
  await using rig = await startRig();
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const;
  await using server = await tlsServer(rig, old);
  expect(await dialFrom(rig, 'internet', server.port)).toMatchObject({
    ok: false,
    failure: 'protocol-version',
    at: 'tls',
  });
});

test('a server with no cipher in common', async () => {
  await using rig = await startRig();
  // Its certificate has an EC key, which these ciphers cannot use.
  const options = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' } as const;
  await using server = await tlsServer(rig, options);
  expect(await dialFrom(rig, 'internet', server.port)).toMatchObject({
    ok: false,
    failure: 'no-common-cipher',
    at: 'tls',
  });
});

test('a TLS 1.2 server is good enough', async () => {
  await using rig = await startRig();
  await using server = await tlsServer(rig, { maxVersion: 'TLSv1.2' });
  const dialled = await dialFrom(rig, 'internet', server.port);
  expect(dialled).toMatchObject({ ok: true, peer: { tls: { version: 'TLSv1.2' } } });
  if (dialled.ok) dialled.value.socket.destroy();
});
