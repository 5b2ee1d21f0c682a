/**
 * What is hardly HTTP, on a real socket of a live lab: refused or cut off, never a 5xx, and the lab
 * goes on. Whole requests are fuzzed in `fuzz.test.ts`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Lab, LiveEndpoints } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import { proves } from './parity/proves.ts';

const stateDir = mkdtempSync(path.join(tmpdir(), 'pta-lab-'));
let lab: Lab;
let live: LiveEndpoints;

beforeAll(async () => {
  lab = await startLab({ mode: 'live', seed: 'malformed', agents: 1, traffic: false, stateDir });
  if (!lab.endpoints.live) throw new Error('a live lab has endpoints');
  live = lab.endpoints.live;
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  rmSync(stateDir, { recursive: true });
});

/** Where an answer must come; silence is waited for only where it may be one. */
const ANSWERS_MS = 30_000;

/** Everything that comes back until the other end, or its silence, ends it. */
function exchange(text: string | Buffer, silenceMs = 2_000): Promise<string> {
  const { port } = new URL(live.authority);
  return new Promise((resolve) => {
    let said = '';
    const socket = connect({
      ...{ host: '127.0.0.1', port: Number(port), servername: 'localhost' },
      ca: readFileSync(live.caFile),
    });
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.on('secureConnect', () => socket.write(text));
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(said));
  });
}

const TOKEN = '/common/oauth2/v2.0/token';
const HOST = 'host: localhost\r\nconnection: close\r\n';

test.each<[what: string, text: string | Buffer]>([
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['NUL bytes', Buffer.from([0, 0, 0, 13, 10, 13, 10])],
  ['no host', 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n'],
  ['two hosts', `GET / HTTP/1.1\r\nhost: a.example\r\n${HOST}\r\n`],
  ['a host that bends the URL', 'GET / HTTP/1.1\r\nhost: a@b/c?d\r\nconnection: close\r\n\r\n'],
  ['a whole URL', `GET http://evil.example/ HTTP/1.1\r\n${HOST}\r\n`],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`],
  ['a path of backslashes', `GET \\\\evil.example\\x HTTP/1.1\r\n${HOST}\r\n`],
  ['a path that is no text', Buffer.from(`GET /\xff\xfe%ff HTTP/1.1\r\n${HOST}\r\n`, 'latin1')],
  ['an unknown verb', `FROB ${TOKEN} HTTP/1.1\r\n${HOST}\r\n`],
  [
    'two lengths',
    `POST ${TOKEN} HTTP/1.1\r\n${HOST}content-length: 3\r\ncontent-length: 4\r\n\r\na=b`,
  ],
  [
    'length and chunks',
    `POST ${TOKEN} HTTP/1.1\r\n${HOST}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\na=b`,
  ],
  ['broken chunks', `POST ${TOKEN} HTTP/1.1\r\n${HOST}transfer-encoding: chunked\r\n\r\nZZ\r\n`],
  ['a header of 100 KB', `GET / HTTP/1.1\r\n${HOST}x: ${'y'.repeat(100_000)}\r\n\r\n`],
  [
    'a body of 200 KB',
    `POST ${TOKEN} HTTP/1.1\r\n${HOST}content-length: 200000\r\n\r\n${'a'.repeat(200_000)}`,
  ],
  ['a body that never ends', `POST ${TOKEN} HTTP/1.1\r\n${HOST}content-length: 10\r\n\r\na=b`],
  [
    'an upgrade to nothing',
    `GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n`,
  ],
])(proves('input.hostile', 'a live lab survives %s'), async (_, text) => {
  const said = await exchange(text);
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(said) ?? [];
  if (status !== undefined) expect(status).toMatch(/^[34]/);
  expect(said).not.toContain('evil.example');
  const alive = await exchange(`GET /common/discovery/keys HTTP/1.1\r\n${HOST}\r\n`, ANSWERS_MS);
  expect(alive).toMatch(/^HTTP\/1\.1 200/);
});

test(proves('input.hostile', 'a body is refused as soon as too much is announced'), async () => {
  const lines = `POST ${TOKEN} HTTP/1.1\r\n${HOST}content-length: 99999999999\r\n\r\na=b`;
  expect(await exchange(lines, ANSWERS_MS)).toMatch(/^HTTP\/1\.1 413/);
});
