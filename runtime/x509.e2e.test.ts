/** Our certificates before strangers: real TLS handshakes on loopback, and the openssl command. */

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TlsOptions } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../protocol/time-units.ts';
import { type Authority, createAuthority } from './certificate-authority.ts';
import { createRsaCrypto } from './crypto/rsa.ts';
import { createDice } from './dice.ts';
import type { Identity } from './ports.ts';
import {
  type Certificate,
  createSigningRequest,
  parseCertificate,
  pem,
  REGISTRATION_AUTHORITY,
} from './x509.ts';

const nowMs = Date.now();
const crypto = createRsaCrypto();

function authority(name: string, nameConstraints: boolean): Promise<Authority> {
  const dice = createDice(`${name} ${nowMs}`);
  return createAuthority(crypto, { name, nowMs, dice, lifetimeMs: 365 * DAY_MS, nameConstraints });
}

const pemOf = (...chain: readonly Certificate[]) =>
  chain.map(({ der }) => pem('CERTIFICATE', der)).join('');

function tlsIdentity({ key, chain }: Identity) {
  return { key: crypto.privatePem(key), cert: pemOf(...chain) };
}

/** One handshake; the answer is what the client thinks of the server, and what the server saw. */
async function handshake(server: TlsOptions, servername: string, client: object, ca: Certificate) {
  const listener = createServer(server);
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const seen = once(listener, 'secureConnection');
  const { port } = listener.address() as AddressInfo;
  const options = { host: '127.0.0.1', port, servername, ca: pemOf(ca), ...client };
  const socket = connect({ ...options, rejectUnauthorized: false });
  try {
    const [[peer]] = await Promise.all([seen, once(socket, 'secureConnect')]);
    const raw = peer.getPeerCertificate().raw;
    return {
      authorized: socket.authorized,
      error: String(socket.authorizationError ?? ''),
      clientAuthorized: peer.authorized,
      clientCertificate: raw && parseCertificate(raw),
      protocol: socket.getProtocol(),
    };
  } finally {
    socket.destroy();
    await new Promise((closed) => listener.close(closed));
  }
}

describe('a TLS client that trusts the lab CA and nothing else', () => {
  const lab = authority('pta-lab CA', true);

  async function meet(names: readonly string[], servername = names[0] ?? '') {
    const { certificate, issueServer } = await lab;
    const server = tlsIdentity(await issueServer(names, nowMs));
    return handshake(server, servername, {}, certificate);
  }

  test.for([
    [['login.microsoftonline.com.lab.localhost']],
    [['localhost']],
    [['*.msappproxy.net.lab.localhost'], 'x.msappproxy.net.lab.localhost'],
    [['11111111-2222-3333-4444-555555555555.registration.msappproxy.net.lab.localhost']],
  ] as [string[], string?][])('accepts %j', async ([names, servername]) => {
    const met = await meet(names, servername);
    expect(met).toMatchObject({ authorized: true, error: '' });
  });

  test('refuses a leaf for a name outside the lab, for the name constraints alone', async () => {
    expect(await meet(['example.com'])).toMatchObject({ authorized: false, error: 'UNSPECIFIED' });
    const unconstrained = await authority('pta-lab CA', false);
    const server = tlsIdentity(await unconstrained.issueServer(['example.com'], nowMs));
    const met = await handshake(server, 'example.com', {}, unconstrained.certificate);
    expect(met).toMatchObject({ authorized: true, error: '' });
  });

  test('refuses a lab leaf under another name', async () => {
    const met = await meet(['login.microsoftonline.com.lab.localhost'], 'x.lab.localhost');
    expect(met).toMatchObject({ authorized: false, error: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test('refuses a leaf of another CA with the same name', async () => {
    const foreign = await authority('pta-lab CA', true);
    const server = tlsIdentity(await foreign.issueServer(['localhost'], nowMs));
    const met = await handshake(server, 'localhost', {}, (await lab).certificate);
    expect(met.authorized).toBe(false);
  });
});

test.for(['TLSv1.2', 'TLSv1.3'] as const)(
  'an agent certificate authenticates over %s',
  async (version) => {
    const [lab, registration] = await Promise.all([
      authority('pta-lab CA', true),
      authority(REGISTRATION_AUTHORITY, false),
    ]);
    const key = await crypto.generateKey('agt-1');
    const leaf = await registration.issueAgent({
      tenantId: '11111111-2222-3333-4444-555555555555',
      agentId: '01234567-89ab-cdef-0123-456789abcdef',
      spki: key.spki,
      notBeforeMs: nowMs - DAY_MS,
      notAfterMs: nowMs + DAY_MS,
    });
    const server = {
      ...tlsIdentity(await lab.issueServer(['localhost'], nowMs)),
      requestCert: true,
      rejectUnauthorized: false,
      ca: pemOf(registration.certificate),
      minVersion: version,
      maxVersion: version,
    };
    const client = tlsIdentity({ key, chain: [leaf] });
    const met = await handshake(server, 'localhost', client, lab.certificate);
    expect(met).toMatchObject({ authorized: true, clientAuthorized: true, protocol: version });
    expect(met.clientCertificate).toEqual(leaf);
  },
);

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const required = process.env.PTA_LAB_REQUIRE === 'all';

describe.skipIf(!hasOpenssl && !required)(
  'the openssl command (skipped where there is none)',
  () => {
    const openssl = (...words: string[]) => {
      const { status, stdout, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
      return { status, text: `${stdout}${stderr}` };
    };

    async function folder() {
      const path = await mkdtemp(join(tmpdir(), 'pta-lab-openssl-'));
      return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
    }

    test('verifies a signing request, and one with a changed byte not', async () => {
      await using at = await folder();
      const file = join(at.path, 'request.der');
      const request = await createSigningRequest(crypto, await crypto.generateKey('agt-1'));
      const verify = () =>
        openssl('req', '-verify', '-noout', '-subject', '-inform', 'DER', '-in', file);
      await writeFile(file, request);
      expect(verify()).toMatchObject({ status: 0, text: expect.stringContaining('verify OK') });
      await writeFile(file, request.with(-1, (request.at(-1) ?? 0) ^ 1));
      expect(verify().text).not.toContain('verify OK');
    });

    test('verifies servers for serving, agents for calling, and neither for the other', async () => {
      await using at = await folder();
      const lab = await authority('pta-lab CA', true);
      const key = await crypto.generateKey('agt-1');
      const agent = await lab.issueAgent({
        tenantId: '11111111-2222-3333-4444-555555555555',
        agentId: '01234567-89ab-cdef-0123-456789abcdef',
        spki: key.spki,
        notBeforeMs: nowMs,
        notAfterMs: nowMs + DAY_MS,
      });
      const [server] = (await lab.issueServer(['localhost'], nowMs)).chain;
      const [caFile, serverFile, agentFile] = ['ca', 'server', 'agent'].map((name) =>
        join(at.path, `${name}.pem`),
      ) as [string, string, string];
      await writeFile(caFile, pemOf(lab.certificate));
      await writeFile(serverFile, pemOf(server as Certificate));
      await writeFile(agentFile, pemOf(agent));
      const verify = (purpose: string, file: string) =>
        openssl('verify', '-x509_strict', '-CAfile', caFile, '-purpose', purpose, file).status;
      expect(verify('sslserver', serverFile)).toBe(0);
      expect(verify('sslclient', agentFile)).toBe(0);
      expect(verify('sslclient', serverFile)).not.toBe(0);
      expect(verify('sslserver', agentFile)).not.toBe(0);
    });
  },
);
