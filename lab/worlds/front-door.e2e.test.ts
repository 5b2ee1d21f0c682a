/** The door that other hosts see: who names somebody of the lab is taken there, on each port. */
import { once } from 'node:events';
import { get } from 'node:http';
import { connect as connectPlain } from 'node:net';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labHost } from '../../protocol/hosts.ts';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { createActivity } from '../../runtime/live/activity.ts';
import { type Rig, startRig } from '../../runtime/live/rig.ts';
import type { Service } from '../../runtime/ports.ts';
import { createUndoStack } from '../../runtime/undo.ts';
import { pem } from '../../runtime/x509.ts';
import { proves } from '../../test/parity/proves.ts';
import { type FrontDoor, openFrontDoor } from './front-door.ts';
import { createRunAuthority } from './run-authority.ts';

const REVOCATION = labHost('crl.microsoft.com');
const BOOTSTRAP = labHost('bootstrap.msappproxy.net');
const SIGN_IN = labHost('login.microsoftonline.com');
const REAL = 'login.microsoftonline.com';
const undo = createUndoStack();
let rig: Rig;
let door: FrontDoor;
let runCa = '';

const says = (body: string): Service => ({
  clientCertificate: 'none',
  handle: async () => ({ status: 200, headers: {}, body }),
});

beforeAll(async () => {
  rig = undo.use(await startRig());
  const { network } = rig;
  undo.use(await network.serve([REVOCATION], { ...says('a list'), plain: [80] }));
  undo.use(await network.serve([BOOTSTRAP], { ...says('your status'), plain: [8080] }));
  undo.use(await network.serve([SIGN_IN], says('sign in')));
  const crypto = createRsaCrypto();
  const runAuthority = await createRunAuthority(crypto, 'run', [REAL]);
  runCa = pem('CERTIFICATE', runAuthority.certificate.der);
  const activity = undo.use(createActivity({ crypto }));
  door = undo.use(
    await openFrontDoor({
      ...{ network, crypto, activity, runAuthority, hosts: [REAL], service: says('a stranger') },
      ...{ host: '127.0.0.1', ports: { https: 0, http: 0, status: 0 } },
    }),
  );
});
afterAll(() => undo[Symbol.asyncDispose]());

async function ask(port: number, host: string): Promise<[number | undefined, string]> {
  const request = get({ port, host: '127.0.0.1', headers: { host }, agent: false });
  const [answer] = await once(request, 'response');
  return [answer.statusCode, Buffer.concat(await answer.toArray()).toString()];
}

test(
  proves('containers.front-door', '80 has revocation lists, 8080 agents’ status, by their names'),
  async () => {
    expect(await ask(door.ports.http, REVOCATION)).toEqual([200, 'a list']);
    expect(await ask(door.ports.status, BOOTSTRAP)).toEqual([200, 'your status']);
  },
);

test('a name that nobody has is not there, and one that has nothing there is closed', async () => {
  expect(await ask(door.ports.http, 'www.contoso.example')).toEqual([404, '']);
  for (const [port, host] of [
    [door.ports.http, SIGN_IN],
    [door.ports.status, REVOCATION],
  ] as const) {
    await expect(ask(port, host), host).rejects.toMatchObject({ code: 'ECONNRESET' });
  }
});

/** What is answered under a name, and whose certificate it showed. */
async function askTls(servername: string, ca: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: door.ports.https, servername, ca });
  socket.end(`GET / HTTP/1.1\r\nhost: ${servername}\r\nconnection: close\r\n\r\n`);
  const text = Buffer.concat(await socket.toArray()).toString();
  return text.split('\r\n\r\n')[1] ?? '';
}

test(
  proves('containers.front-door', '443 shows each name a certificate of its own CA: lab, or run'),
  async () => {
    const labCa = pem('CERTIFICATE', rig.authority.certificate.der);
    expect(await askTls(SIGN_IN, labCa)).toContain('sign in');
    expect(await askTls(REAL, runCa)).toContain('a stranger');
    await expect(askTls(REAL, labCa)).rejects.toMatchObject({
      code: expect.stringMatching(/CERT|ISSUER|SIGNATURE/),
    });
  },
);

test('who speaks no TLS on 443 is closed without an answer', async () => {
  const socket = connectPlain(door.ports.https, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\n\r\n');
  expect(await socket.toArray()).toEqual([]);
});
