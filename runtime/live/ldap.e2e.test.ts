/**
 * LDAP binds over real TLS, each side of ours against the other and the server against an
 * independent client.
 */
import { connect } from 'node:tls';
import { Client as LdapClient } from 'ldapts';
import { expect, test } from 'vitest';
import { ERROR } from '../../protocol/win32.ts';
import { proves } from '../../test/parity/proves.ts';
import type { BindRequest, BindResult } from '../ports.ts';
import { Secret } from '../secret.ts';
import { pem } from '../x509.ts';
import { path, type Rig, startRig } from './rig.ts';

const HOST = 'dc-1.corp.contoso.example.lab.localhost';
const URL_OF_HOST = `ldaps://${HOST}`;

type Bind = (request: BindRequest) => Promise<BindResult>;

/** The password says which verdict is wanted; `right` is right. */
const byPassword: Bind = async ({ password }) => ({
  win32: password.reveal() === 'right' ? 0 : Number(password.reveal()),
});

const ROOT = { timeMs: Date.UTC(2026, 10, 22, 16, 44, 27), hostName: HOST };

async function startDirectory(bind: Bind = byPassword) {
  const rig = await startRig();
  const rootDse = async () => ROOT;
  const serving = await rig.network.serve([HOST], { clientCertificate: 'none', bind, rootDse });
  return Object.assign(rig, { serving });
}

function bind(rig: Rig, password: string, timeoutMs = 30_000) {
  const request = { userPrincipalName: 'anna@contoso.example', password: new Secret(password) };
  return rig.network.bind(URL_OF_HOST, request, { from: rig.agent, timeoutMs });
}

test.each([
  ['right', ERROR.SUCCESS],
  [String(ERROR.LOGON_FAILURE), ERROR.LOGON_FAILURE],
  [String(ERROR.ACCOUNT_LOCKED_OUT), ERROR.ACCOUNT_LOCKED_OUT],
  [String(ERROR.ACCOUNT_RESTRICTION), ERROR.ACCOUNT_RESTRICTION],
  [String(ERROR.PASSWORD_EXPIRED), ERROR.PASSWORD_EXPIRED],
])('the verdict on %s comes back as it was given', async (password, win32) => {
  await using rig = await startDirectory();
  expect(await bind(rig, password)).toMatchObject({ ok: true, value: { win32 } });
});

test('the name arrives, whatever letters it has, and a long password too', async () => {
  const seen: string[] = [];
  await using rig = await startDirectory(async ({ userPrincipalName, password }) => {
    seen.push(userPrincipalName, password.reveal());
    return { win32: 0 };
  });
  const password = 'ß'.repeat(300);
  const request = { userPrincipalName: 'jürgen@contoso.example', password: new Secret(password) };
  await rig.network.bind(URL_OF_HOST, request, { from: rig.agent, timeoutMs: 30_000 });
  expect(seen).toEqual(['jürgen@contoso.example', password]);
});

test('binds one after the other share a connection, also after a refusal', async () => {
  await using rig = await startDirectory();
  expect((await bind(rig, '1326')).phaseMs.tls).toBeDefined();
  expect((await bind(rig, 'right')).phaseMs.tls).toBeUndefined();
});

test('a controller that stops refuses, and resets what was open', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  await using rig = await startDirectory(() => {
    resolve();
    return new Promise(() => {});
  });
  const hanging = bind(rig, 'right');
  await asked;
  await rig.serving[Symbol.asyncDispose]();
  expect(await hanging).toMatchObject({ ok: false, failure: 'reset', at: 'exchange' });
  expect(await bind(rig, 'right')).toMatchObject({ ok: false, failure: 'refused', at: 'connect' });
});

test('an idle connection that the controller closed is not used again', async () => {
  await using rig = await startDirectory();
  await bind(rig, 'right');
  await rig.serving[Symbol.asyncDispose]();
  await rig.network.serve([HOST], { clientCertificate: 'none', bind: byPassword });
  await rig.activity.quiet();
  expect(await bind(rig, 'right')).toMatchObject({ ok: true });
});

test('a controller that hangs is a time-out, in lab time', async () => {
  await using rig = await startDirectory(() => new Promise(() => {}));
  const hanging = bind(rig, 'right', 60_000);
  await rig.clock.advanceTo(rig.clock.nowMs() + 60_000);
  expect(await hanging).toMatchObject({ ok: false, failure: 'timed-out', at: 'exchange' });
});

test('the way to a controller has path effects like any other', async () => {
  await using rig = await startDirectory();
  const refuse = { kind: 'refuse', established: 'keep' } as const;
  rig.network.apply([path(refuse, { hosts: ['*.contoso.example'] })]);
  expect(await bind(rig, 'right')).toMatchObject({ ok: false, failure: 'refused', at: 'connect' });
});

function independentClient(rig: Rig): LdapClient {
  const ca = pem('CERTIFICATE', rig.authority.certificate.der);
  const url = `ldaps://127.0.0.1:${rig.network.portOf(HOST)}`;
  return new LdapClient({ url, tlsOptions: { ca, servername: HOST }, timeout: 10_000 });
}

test(
  proves(
    'directory.ldap',
    'an independent client binds, is refused as by Active Directory, and unbinds',
  ),
  async () => {
    await using rig = await startDirectory();
    const client = independentClient(rig);
    await client.bind('anna@contoso.example', 'right');
    await client.unbind();

    const refused = independentClient(rig);
    const refusal = await refused.bind('anna@contoso.example', '1330').catch((error) => error);
    expect(refusal).toMatchObject({
      code: 49,
      message: expect.stringMatching(/^80090308: LdapErr: DSID-\w+, comment: .*, data 532, v\w+/),
    });
    await refused.unbind();
  },
);

test(proves('probes.root-dse', 'an independent client reads the root without a bind'), async () => {
  await using rig = await startDirectory();
  const client = independentClient(rig);
  const all = await client.search('', { scope: 'base', filter: '(objectClass=*)' });
  expect(all.searchEntries).toEqual([
    expect.objectContaining({ currentTime: '20261122164427.0Z', dnsHostName: HOST }),
  ]);
  const some = await client.search('', { scope: 'base', attributes: ['currenttime'] });
  expect(Object.keys(some.searchEntries[0] ?? {})).toEqual(['dn', 'currentTime']);
  await client.unbind();
});

test('any other operation than these ends the connection', async () => {
  await using rig = await startDirectory();
  const client = independentClient(rig);
  await client.bind('anna@contoso.example', 'right');
  await expect(client.search('dc=contoso', { filter: '(cn=*)' })).rejects.toThrow();
});

test('bytes that are no LDAP end the connection', async () => {
  await using rig = await startDirectory();
  const ca = pem('CERTIFICATE', rig.authority.certificate.der);
  const port = rig.network.portOf(HOST) ?? 0;
  const socket = connect({ host: '127.0.0.1', port, servername: HOST, ca });
  socket.write('GET / HTTP/1.1\r\n\r\n');
  await new Promise((resolve) => {
    socket.on('error', () => {});
    socket.on('close', resolve);
  });
});
