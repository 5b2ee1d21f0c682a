/**
 * The library as an importer of the package sees it. Real time, because that is what it runs on.
 */
import { spawn } from 'node:child_process';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMockEntra, type Listening, type MockEntra } from '../index.ts';
import { BODY_BYTES_MAX } from '../runtime/body-limit.ts';
import { causes } from './parity/causes.ts';
import { proves } from './parity/proves.ts';

let entra: MockEntra;

beforeAll(async () => {
  entra = await createMockEntra({ timings: { signInDeadlineMs: 300 } });
});
afterAll(() => entra[Symbol.asyncDispose]());

function signIn(kind: string, to = entra): Promise<Response> {
  const { userName = '', password = '' } = to.accounts[kind] ?? {};
  const body = new URLSearchParams({
    ...{ grant_type: 'password', client_id: to.clientId, scope: 'openid profile' },
    ...{ username: userName, password },
  });
  return to.handle(new Request(`${to.authority}/oauth2/v2.0/token`, { method: 'POST', body }));
}

async function codeOf(response: Response): Promise<number> {
  if (response.ok) return 0;
  const { error_codes } = (await response.json()) as { error_codes: number[] };
  return error_codes[0] ?? Number.NaN;
}

describe('handle', () => {
  test(proves('stand-in.library', 'tokens stand up to jose and the published keys'), async () => {
    const { id_token } = (await (await signIn('healthy')).json()) as { id_token: string };
    const keys = createRemoteJWKSet(new URL(`${entra.authority}/discovery/v2.0/keys`), {
      [customFetch]: (url, options) => entra.handle(new Request(url, options)),
    });
    const { payload } = await jwtVerify(id_token, keys, {
      ...{ issuer: `${entra.authority}/v2.0`, audience: entra.clientId },
    });
    expect(payload.preferred_username).toBe(entra.accounts.healthy?.userName);
  });

  test('the sign-in log names the agent that was asked, and the address that asked', async () => {
    const where = `${entra.authority}/oauth2/v2.0/token`;
    const { userName = '' } = entra.accounts.disabled ?? {};
    const body = new URLSearchParams({
      ...{ grant_type: 'password', client_id: entra.clientId, scope: 'openid' },
      ...{ username: userName, password: 'wrong' },
    });
    await entra.handle(new Request(where, { method: 'POST', body }), { address: '203.0.113.9' });
    expect(entra.signIns()[0]).toMatchObject({ ipAddress: '203.0.113.9', handOff: {} });
  });

  test('more than the limit is refused with 413, and the limit itself is read', async () => {
    const post = (length: number) => {
      const body = 'a'.repeat(length);
      return entra.handle(
        new Request(`${entra.authority}/oauth2/v2.0/token`, { method: 'POST', body }),
      );
    };
    expect((await post(BODY_BYTES_MAX)).status).toBe(400);
    expect((await post(BODY_BYTES_MAX + 1)).status).toBe(413);
  });

  test('real names are nobody here', async () => {
    const real = 'https://login.microsoftonline.com/common/discovery/v2.0/keys';
    expect((await entra.handle(new Request(real))).status).toBe(404);
  });
});

describe('faults', () => {
  test(causes(80001, 'a fault has effect at once and is over when it is taken back'), async () => {
    const fault = await entra.fault('block-443', {}, { established: 'cut' });
    expect(await codeOf(await signIn('healthy'))).toBe(80001);
    expect(await codeOf(await signIn('cloudOnly'))).toBe(0);
    await fault.off();
    expect(await codeOf(await signIn('healthy'))).toBe(0);
    await fault.off();
  });

  test(causes(80002, 'an agent that hears nothing any more costs the deadline'), async () => {
    await entra.fault('block-443');
    expect(await codeOf(await signIn('healthy'))).toBe(80002);
    await entra.reset();
    expect(await codeOf(await signIn('healthy'))).toBe(0);
  });

  test('an unknown fault or place is refused', async () => {
    await expect(entra.fault('no-such-fault')).rejects.toMatchObject({ name: 'LabError' });
    await expect(entra.fault('dc-down', { sites: ['moon'] })).rejects.toThrow('moon');
  });
});

describe('listen', () => {
  let listening: Listening;
  beforeAll(async () => {
    listening = await entra.listen();
  });

  const get = (path: string, headers = {}, method = 'GET') =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const { url, ca } = listening;
      const asked = request(`${url}${path}`, { ca, headers, method, agent: false }, async (got) => {
        resolve({ status: got.statusCode ?? 0, body: await text(got) });
      });
      asked.on('error', reject);
      asked.end();
    });

  /** As bytes, for what no HTTP client would send. */
  const say = (lines: string) =>
    new Promise<string>((resolve, reject) => {
      const { port } = new URL(listening.url);
      const options = { port: Number(port), servername: 'localhost', ca: listening.ca };
      const socket = connect({ host: '127.0.0.1', ...options }, () => socket.write(lines));
      text(socket).then(resolve, reject);
    });

  test(
    proves(['stand-in.library', 'stand-in.limits'], 'answers on TLS under its own CA'),
    async () => {
      const { status, body } = await get(
        `/${entra.tenantId}/v2.0/.well-known/openid-configuration`,
      );
      expect(status).toBe(200);
      expect(JSON.parse(body).issuer).toBe(`${listening.authority}/v2.0`);
      expect((await get('/common/discovery/v2.0/keys', {}, 'HEAD')).body).toBe('');
    },
  );

  test.each([
    ['no host at all', 'GET / HTTP/1.1\r\nhost: \r\nconnection: close\r\n\r\n'],
    [
      'a host that bends the path',
      'GET / HTTP/1.1\r\nhost: localhost/x?\r\nconnection: close\r\n\r\n',
    ],
    ['a host with a name before it', 'GET / HTTP/1.1\r\nhost: a@b\r\nconnection: close\r\n\r\n'],
    ['a port beyond ports', 'GET / HTTP/1.1\r\nhost: localhost:99999\r\nconnection: close\r\n\r\n'],
    ['a whole URL', 'GET https://x/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'],
    ['a star', 'OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'],
    ['no HTTP', 'nonsense\r\n\r\n'],
  ])(proves('stand-in.limits', '%s is answered with 400'), async (_, lines) => {
    expect(await say(lines)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test(
    proves('stand-in.limits', 'a body without an end is answered as soon as it is too large'),
    async () => {
      const head = `POST /${entra.tenantId}/oauth2/v2.0/token HTTP/1.1\r\nhost: localhost\r\n`;
      const length = 10 * BODY_BYTES_MAX;
      const answer = await say(
        `${head}content-length: ${length}\r\n\r\n${'a'.repeat(BODY_BYTES_MAX + 1)}`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '').error).toBe('invalid_request');
    },
  );

  test('closing twice is closing once, and nobody listens any more', async () => {
    await listening.close();
    await listening.close();
    await expect(get('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

test('who waits for an answer, or asks, while it is taken down is told so', async () => {
  const brief = await createMockEntra({ timings: { signInDeadlineMs: 60_000 } });
  await brief.fault('block-443');
  const waiting = signIn('healthy', brief).then(() => 'answered', String);
  await brief[Symbol.asyncDispose]();
  await brief[Symbol.asyncDispose]();
  const asking = signIn('healthy', brief).then(() => 'answered', String);
  const told = expect.stringContaining('was taken down');
  expect(await Promise.all([waiting, asking])).toEqual([told, told]);
});

describe('a program that uses it', () => {
  const run = async (program: string) => {
    const whole = `import { createMockEntra } from './index.ts';${program}`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', whole]);
    const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return `${said}${complained}`;
  };

  test('ends by itself, disposed of or not', async () => {
    expect(await run('await createMockEntra(); console.log("end");')).toBe('end\n');
  });

  test('does not end while it waits for an answer that only the clock can bring', async () => {
    const said = await run(`
      const entra = await createMockEntra({ timings: { signInDeadlineMs: 300 } });
      await entra.fault('block-443');
      const { userName: username, password } = entra.accounts.healthy;
      const form = { grant_type: 'password', client_id: entra.clientId, scope: 'openid' };
      const answer = await entra.handle(new Request(entra.authority + '/oauth2/v2.0/token', {
        method: 'POST', body: new URLSearchParams({ ...form, username, password }),
      }));
      console.log((await answer.json()).error_codes[0]);`);
    expect(said).toBe('80002\n');
  });
});
