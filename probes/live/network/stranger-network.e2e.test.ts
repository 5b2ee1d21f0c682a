/** The stranger's network against servers and devices on a bad day, all of them on loopback. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ERROR } from '../../../protocol/win32.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { Call, HttpRequest } from '../../../runtime/ports.ts';
import { Secret } from '../../../runtime/secret.ts';
import { proves } from '../../../test/parity/proves.ts';
import { describeChain } from '../../reach/reach.ts';
import { createStrangerNetwork, type StrangerOptions } from './stranger-network.ts';
import { ALL_HERE, createHostile, type Hostile } from './stub-servers.ts';

const NAME = 'login.microsoftonline.com';
const FROM = { component: 'prober', site: 'internet', trust: [] };
const CALL: Call = { from: FROM, timeoutMs: 30_000 };
/** Long enough for a handshake on loopback, short enough to wait for. */
const HASTY: Call = { from: FROM, timeoutMs: 1_500 };

let hostile: Hostile;
beforeAll(async () => {
  hostile = await createHostile('Contoso Inspection CA');
});
afterAll(() => hostile[Symbol.asyncDispose]());

function network(options: StrangerOptions = {}) {
  return createStrangerNetwork({ ca: hostile.ca, names: ALL_HERE, ...options });
}

function get(port: number, path = '/'): HttpRequest {
  return { method: 'GET', url: `https://${NAME}:${port}${path}`, headers: {}, body: '' };
}

test(
  proves('probes.network', 'what is broken on the way fails in its phase, within its time'),
  async () => {
    const { examine } = network();
    const at = (port: number, host = NAME) => `https://${host}:${port}/`;
    const closed = await hostile.closedPort();
    const resets = await hostile.tcp((socket) =>
      socket.once('data', () => socket.resetAndDestroy()),
    );
    const silent = await hostile.tcp(() => {});
    const babbles = await hostile.tcp((socket) => socket.end('220 smtp ready\r\n'));
    expect(await examine(at(closed, 'gone.invalid'), CALL)).toMatchObject({
      ...{ failure: 'name-not-resolved', at: 'resolve' },
    });
    expect(await examine(at(closed), CALL)).toMatchObject({ failure: 'refused', at: 'connect' });
    expect(await examine(at(resets), CALL)).toMatchObject({ failure: 'reset', at: 'tls' });
    expect(await examine(at(babbles), CALL)).toMatchObject({
      ...{ failure: 'malformed-answer', at: 'tls' },
    });
    const waited = await examine(at(silent), HASTY);
    expect(waited).toMatchObject({ failure: 'timed-out', at: 'tls' });
    expect(Object.keys(waited.phaseMs)).toEqual(['resolve', 'connect', 'tls']);
  },
);

test('a chain of somebody on the way is refused, and shown with its issuer', async () => {
  const port = await hostile.https(NAME, (_, response) => response.end());
  const stranger = network({ ca: await createHostile('another CA').then(({ ca }) => ca) });
  const refused = await stranger.examine(`https://${NAME}:${port}/`, CALL);
  expect(refused).toMatchObject({ failure: 'certificate-untrusted', at: 'tls' });
  expect(describeChain(refused.peer, [], false)).toMatchObject({
    ...{ issuer: 'Contoso Inspection CA', isExpectedRoot: false },
  });
  // Where the company's machines trust it, it holds, and is no more Microsoft's than before.
  const trusted = await network().examine(`https://${NAME}:${port}/`, CALL);
  expect(trusted.ok).toBe(true);
  expect(describeChain(trusted.peer, [], true)?.isExpectedRoot).toBe(false);
  const other = await network().examine(`https://graph.microsoft.com:${port}/`, CALL);
  expect(other).toMatchObject({ failure: 'certificate-wrong-name', at: 'tls' });
});

test('an answer is one attempt: redirects are not followed, cookies come apart', async () => {
  let asked = 0;
  const port = await hostile.https(NAME, ({ headers }, response) => {
    asked += 1;
    response.writeHead(302, { location: '/again', 'set-cookie': ['a=1', 'b=2'] });
    response.end(headers['user-agent']);
  });
  const answer = await network().request(get(port), CALL);
  expect(answer).toMatchObject({
    ok: true,
    value: { status: 302, cookies: ['a=1', 'b=2'], body: expect.stringMatching(/^pta-lab-probe/) },
    peer: { tls: { version: 'TLSv1.3', servername: NAME } },
  });
  expect(Object.keys(answer.phaseMs)).toEqual([
    ...['resolve', 'connect', 'tls', 'processing', 'transfer'],
  ]);
  expect(asked).toBe(1);
});

test('a body that never ends, one without end and one cut short are failures', async () => {
  const port = await hostile.https(NAME, ({ url }, response) => {
    if (url === '/slow') response.write('a');
    else if (url === '/cut') response.writeHead(200, { 'content-length': 10 }).write('a');
    else response.end(Buffer.alloc(64 * 1024));
    if (url === '/cut') setImmediate(() => response.destroy());
  });
  const ask = (path: string, call = CALL) =>
    network({ answerBytesMax: 1024 }).request(get(port, path), call);
  const slow = await ask('/slow', HASTY);
  expect(slow).toMatchObject({ failure: 'timed-out', at: 'exchange' });
  expect(slow.phaseMs.transfer).toBeGreaterThan(0);
  expect(await ask('/giant')).toMatchObject({ failure: 'malformed-answer', at: 'exchange' });
  expect(await ask('/cut')).toMatchObject({ failure: 'reset', at: 'exchange' });
});

test('goes through a proxy that is named, which may refuse or ask for credentials', async () => {
  const target = await hostile.https(NAME, (_, response) => response.end('well'));
  const heads: string[] = [];
  const proxy = await hostile.tcp((socket) => {
    socket.once('data', (head) => {
      heads.push(head.toString());
      const asked = /^CONNECT \S+:(\d+) /.exec(head.toString())?.[1];
      if (asked === '407') return void socket.end('HTTP/1.1 407 Who are you\r\n\r\n');
      if (asked !== String(target)) return void socket.end('HTTP/1.1 403 No\r\n\r\n');
      socket.write('HTTP/1.1 200 Go on\r\n\r\n');
      socket.pipe(connect(target, '127.0.0.1')).pipe(socket);
    });
  });
  const setting = { proxy: new URL(`http://proxy.test:${proxy}`), except: [] };
  const { request } = network({ proxy: setting });
  const proxied: Call = { ...CALL, from: { ...FROM, proxied: 'named' } };
  expect(await request(get(target), proxied)).toMatchObject({ ok: true, value: { body: 'well' } });
  expect(await request(get(407), proxied)).toMatchObject({
    ...{ failure: 'proxy-authentication-required', at: 'proxy' },
  });
  expect(await request(get(81), proxied)).toMatchObject({ failure: 'proxy-refused', at: 'proxy' });
  expect(heads.join('')).not.toMatch(/authorization/i);
  const gone = { ...setting, proxy: new URL(`http://proxy.test:${await hostile.closedPort()}`) };
  expect(await network({ proxy: gone }).request(get(target), proxied)).toMatchObject({
    ...{ failure: 'refused', at: 'proxy' },
  });
});

test('asks controllers over TLS that holds: bind with its sub-code, and the root', async () => {
  const host = 'dc-1.corp.contoso.example';
  const seen: string[] = [];
  await using company = await createHostile('Contoso Root CA');
  const port = await company.ldaps(host, {
    rootDse: async () => ({ timeMs: 1_700_000_000_000, hostName: host }),
    async bind({ userPrincipalName, password }) {
      seen.push(userPrincipalName);
      const isRight = password.reveal() === 'right';
      return { win32: isRight ? ERROR.SUCCESS : ERROR.PASSWORD_EXPIRED };
    },
  });
  const url = `ldaps://${host}:${port}`;
  const { bind, rootDse, resolveService } = network({ directoryCa: company.ca });
  const as = (password: string) => ({
    ...{ userPrincipalName: 'probe@contoso.example', password: new Secret(password) },
  });
  expect(await bind(url, as('right'), CALL)).toMatchObject({ ok: true, value: { win32: 0 } });
  expect(await bind(url, as('wrong'), CALL)).toMatchObject({
    value: { win32: ERROR.PASSWORD_EXPIRED, subCode: '532' },
  });
  expect(await rootDse(url, CALL)).toMatchObject({
    value: { timeMs: 1_700_000_000_000, hostName: host },
  });
  expect(await resolveService('_ldap._tcp.dc._msdcs.corp.example', CALL)).toMatchObject({
    value: ['dc-1.corp.example'],
  });
  // Neither to somebody else's certificate nor for nobody is a password sent.
  expect(await network().bind(url, as('right'), CALL)).toMatchObject({
    failure: 'certificate-untrusted',
  });
  expect(await bind(url, as(''), CALL)).toMatchObject({ value: { win32: 1327 } });
  expect(seen).toHaveLength(2);
});

test('nothing that tells something goes out without TLS', async () => {
  const port = await hostile.tcp(() => {});
  const url = `http://${NAME}:${port}/`;
  const { request, bind } = network();
  const tells: readonly Partial<HttpRequest>[] = [
    { method: 'POST', body: 'x' },
    { headers: { Authorization: 'Bearer x' } },
    { headers: { cookie: 'a=1' } },
  ];
  for (const one of tells) {
    await expect(request({ ...get(port), url, ...one }, CALL)).rejects.toThrow(LabError);
  }
  const asked = { userPrincipalName: 'u', password: new Secret('p') };
  await expect(bind(`ldap://${NAME}:${port}`, asked, CALL)).rejects.toThrow(/nothing was sent/);
});
