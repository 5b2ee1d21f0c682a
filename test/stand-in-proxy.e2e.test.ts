/**
 * The doors of a live lab: its own port, 443, and the CONNECT proxy, by clients that know only
 * them.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Lab, LiveEndpoints } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import { isLabAuthority, parseCertificate } from '../runtime/x509.ts';
import { proves } from './parity/proves.ts';
import { freshStateDir } from './state-dir.ts';

const SIGN_IN = 'login.microsoftonline.com';
const stateDir = freshStateDir();
let lab: Lab;
let live: LiveEndpoints;

beforeAll(async () => {
  lab = await startLab({
    ...{ mode: 'live', stateDir, agents: 1, traffic: false, realNames: true },
    ports: { proxy: 0, also443: true },
  });
  if (!lab.endpoints.live) throw new Error('expected a live lab');
  live = lab.endpoints.live;
});
afterAll(() => lab[Symbol.asyncDispose]());

interface Tunnel {
  status: number;
  said: string;
  socket: Socket;
}

function openTunnel(target: string, proxy = live.proxy ?? ''): Promise<Tunnel> {
  const { hostname, port } = new URL(proxy);
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: hostname, port, method: 'CONNECT', path: target });
    asked.on('connect', (response, socket, head) => {
      resolve({ status: response.statusCode ?? 0, said: head.toString(), socket });
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Through the proxy, trusting nothing but the file it names. */
async function getThrough(target: string, path: string) {
  const { socket, status } = await openTunnel(target);
  if (status !== 200) throw new Error(`the tunnel was refused with ${status}`);
  const [host] = target.split(':');
  const ca = readFileSync(live.proxyCaFile ?? '', 'utf8');
  const tls = connectTls({ socket, servername: host ?? '', ca });
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const headers = { host: target, connection: 'close' };
    const asked = httpsRequest({ createConnection: () => tls, path, headers }, async (response) => {
      resolve({ status: response.statusCode ?? 0, body: await text(response) });
    });
    asked.on('error', reject);
    asked.end();
  });
}

test.each([`localhost:1`, `${SIGN_IN}.lab.localhost:443`, `${SIGN_IN}.lab.localhost:65535`])(
  proves('stand-in.proxy', 'a tunnel to %s ends at the lab’s sign-in'),
  async (target) => {
    const { status, body } = await getThrough(
      target,
      '/common/v2.0/.well-known/openid-configuration',
    );
    expect(status).toBe(200);
    const origin = target.endsWith(':443') ? `https://${target.slice(0, -4)}` : `https://${target}`;
    expect(JSON.parse(body).token_endpoint).toBe(`${origin}/common/oauth2/v2.0/token`);
  },
);

test(
  proves('stand-in.real-names', 'real names answer behind the proxy, and carry themselves'),
  async () => {
    const path = `/${lab.tenantId}/v2.0/.well-known/openid-configuration`;
    const { body } = await getThrough(`${SIGN_IN}:443`, path);
    expect(JSON.parse(body)).toMatchObject({
      issuer: `https://${SIGN_IN}/${lab.tenantId}/v2.0`,
      msgraph_host: 'graph.microsoft.com',
    });
  },
);

test('the CA of a run that answers for real names is none that could be installed', () => {
  const [own = ''] = readFileSync(live.proxyCaFile ?? '', 'utf8').split(
    /(?<=END CERTIFICATE-----)/,
  );
  const body = own.replaceAll(/-----[^-]+-----|\s/g, '');
  const certificate = parseCertificate(Buffer.from(body, 'base64'));
  expect(isLabAuthority(certificate)).toBe(false);
  expect(certificate.permittedDnsNames).toEqual(
    expect.arrayContaining(['localhost', SIGN_IN, 'graph.microsoft.com']),
  );
  expect(certificate.permittedDnsNames).not.toContain('microsoft.com');
});

test.each(['example.com:443', '127.0.0.1:80', 'login.live.com:443', 'nonsense'])(
  proves('stand-in.proxy', 'a tunnel to %s is refused in a sentence, and nobody is dialled'),
  async (target) => {
    const { status, socket, said } = await openTunnel(target);
    expect(status).toBe(403);
    expect(said || (await text(socket))).toContain('leads to its lab only');
  },
);

test('a tunnel to a server of this machine by its port is the lab’s all the same', async () => {
  let dialled = 0;
  const other = createServer(() => {
    dialled += 1;
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { status } = await getThrough(`localhost:${port}`, '/common/discovery/v2.0/keys');
  await new Promise((resolve) => other.close(resolve));
  expect({ status, dialled }).toEqual({ status: 200, dialled: 0 });
});

test(proves('stand-in.proxy', 'plain HTTP through the proxy is 405'), async () => {
  const { hostname, port } = new URL(live.proxy ?? '');
  const path = 'http://example.com/';
  const status = await new Promise((resolve, reject) => {
    httpRequest({ host: hostname, port, path }, ({ statusCode }) => resolve(statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(405);
});

/** What an application is, to Node: a program that uses fetch and knows its variables. */
const PROGRAM = `
import { PublicClientApplication } from '@azure/msal-node';
const { AUTHORITY: authority, CLIENT: clientId, USER: username, WORD: password } = process.env;
const app = new PublicClientApplication({ auth: { clientId, authority } });
const { account, idTokenClaims } = await app.acquireTokenByUsernamePassword({
  scopes: ['User.Read'], username, password,
});
console.log(JSON.stringify({ userName: account.username, issuer: idTokenClaims.iss }));
`;

/** Not spawnSync: the lab that it talks to lives in this process. */
async function runProgram(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], { env });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr };
}

test(
  proves('stand-in.real-names', 'unmodified MSAL signs in at Microsoft’s name through it'),
  async () => {
    const { userName = '', password = '' } = lab.accounts.healthy ?? {};
    const { stdout, stderr } = await runProgram({
      ...{ PATH: process.env.PATH, AUTHORITY: `https://${SIGN_IN}/${lab.tenantId}` },
      ...{ CLIENT: lab.clientId, USER: userName, WORD: password },
      // The oldest Node calls its proxy experimental.
      ...{ NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: live.proxy, NODE_NO_WARNINGS: '1' },
      NODE_EXTRA_CA_CERTS: live.proxyCaFile,
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      userName,
      issuer: `https://${SIGN_IN}/${lab.tenantId}/v2.0`,
    });
  },
);

test(
  proves('stand-in.port-443', 'where port 443 may be had, lab names need no other'),
  async () => {
    const answers = await new Promise<boolean>((resolve) => {
      const name = `${SIGN_IN}.lab.localhost`;
      const ca = readFileSync(live.caFile, 'utf8');
      const socket = connectTls({ host: '127.0.0.1', port: 443, servername: name, ca }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    // Somebody else's 443 does not show a certificate of this CA.
    expect(answers).toBe(live.port443);
  },
);

test('a real name is nobody at the lab’s own port', async () => {
  const port = Number(new URL(live.authority).port);
  const ca = readFileSync(live.caFile, 'utf8');
  const shown = await new Promise((resolve) => {
    const socket = connectTls({ host: '127.0.0.1', port, servername: SIGN_IN, ca }, () =>
      resolve('a certificate'),
    );
    socket.on('error', () => resolve('nothing'));
  });
  expect(shown).toBe('nothing');
});

test('the proxy and its CA file are gone with the lab', async () => {
  const short = await startLab({
    ...{ mode: 'live', stateDir, agents: 1, traffic: false },
    ports: { proxy: 0 },
  });
  const { proxy = '', proxyCaFile = '' } = short.endpoints.live ?? {};
  expect(existsSync(proxyCaFile)).toBe(true);
  await expect(openTunnel(`${SIGN_IN}:443`, proxy)).resolves.toMatchObject({ status: 403 });
  await short[Symbol.asyncDispose]();
  expect(existsSync(proxyCaFile)).toBe(false);
  const { hostname, port } = new URL(proxy);
  const failed = await new Promise((resolve) => {
    connect(Number(port), hostname)
      .on('error', resolve)
      .on('connect', () => resolve('connected'));
  });
  expect(failed).toMatchObject({ code: 'ECONNREFUSED' });
});
