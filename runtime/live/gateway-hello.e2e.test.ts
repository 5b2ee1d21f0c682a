/**
 * Clients that know nothing of the lab: they send TLS to the gateway, which reads the server's name
 * from it.
 */
import { once } from 'node:events';
import { get as httpsGet } from 'node:https';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { PathEffect } from '../../protocol/effects.ts';
import { pem } from '../x509.ts';
import { HOST, path, type Rig, startRig } from './rig.ts';

const PATIENCE_MS = 30_000;
const SILENCE_MS = 300;

/** The status, or the error's code. Only who is to meet silence waits for it: machines stall. */
function ask(
  rig: Rig,
  servername: string,
  ca = rig.authority.certificate,
  timeout = PATIENCE_MS,
): Promise<unknown> {
  const options = {
    host: '127.0.0.1',
    port: rig.network.gatewayPortOf('hq'),
    servername,
    agent: false,
    ca: pem('CERTIFICATE', ca.der),
    headers: { host: servername },
    timeout,
  };
  return new Promise((resolve) => {
    const request = httpsGet(options, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    request.once('timeout', () => {
      resolve('silence');
      request.destroy();
    });
    request.on('error', (error: Error & { code?: string }) => resolve(error.code));
  });
}

test('the gateway passes TLS on by the name in it', async () => {
  await using rig = await startRig();
  expect(await ask(rig, HOST)).toBe(200);
  expect(rig.callers).toHaveLength(1);
});

test.each<[string, PathEffect, unknown]>([
  ['drop', path({ kind: 'drop', established: 'keep' }), 'silence'],
  ['refuse', path({ kind: 'refuse', established: 'keep' }), 'ECONNRESET'],
  ['reset', path({ kind: 'reset', established: 'keep' }), 'ECONNRESET'],
  ['another host', path({ kind: 'drop', established: 'keep' }, { hosts: ['other.net'] }), 200],
  [
    'an agent',
    path({ kind: 'drop', established: 'keep' }, { hosts: ['*'], components: ['agt-1'] }),
    200,
  ],
])('%s: what such a client meets', async (_, effect, met) => {
  await using rig = await startRig();
  rig.network.apply([effect]);
  const waitMs = met === 'silence' ? SILENCE_MS : PATIENCE_MS;
  expect(await ask(rig, HOST, rig.authority.certificate, waitMs)).toBe(met);
});

test('an inspecting path shows its own CA to such a client as well', async () => {
  await using rig = await startRig();
  rig.network.apply([
    path({ kind: 'inspect', authority: 'trusted', presents: 'valid', established: 'keep' }),
  ]);
  expect(await ask(rig, HOST, rig.inspection.trusted.certificate)).toBe(200);
  expect(await ask(rig, HOST)).toMatch(/^(UNABLE_TO|SELF_SIGNED)/);
});

/** What a client hears that has the gateway set as its proxy. */
async function connectBy(rig: Rig): Promise<string> {
  const socket = connect(rig.network.gatewayPortOf('hq') ?? 0, '127.0.0.1');
  socket.write(`CONNECT ${HOST}:443 HTTP/1.1\r\nhost: ${HOST}:443\r\n\r\n`);
  const [head] = await once(socket, 'data');
  socket.destroy();
  return String(head);
}

test('a client that says CONNECT uses the site’s proxy, and hears what such a proxy says', async () => {
  await using rig = await startRig({ proxyOnly: true });
  expect(await connectBy(rig)).toMatch(/^HTTP\/1.1 200 /);
  expect(await ask(rig, HOST, rig.authority.certificate, SILENCE_MS)).toBe('silence');
  rig.network.apply([
    path({ kind: 'proxy', behaviour: 'asks-for-credentials', established: 'keep' }),
  ]);
  expect(await connectBy(rig)).toMatch(/^HTTP\/1.1 407 .*\r\nproxy-authenticate: Basic /);
});

test('an unknown name ends in a reset', async () => {
  await using rig = await startRig();
  expect(await ask(rig, 'unknown.lab.localhost')).toBe('ECONNRESET');
});
