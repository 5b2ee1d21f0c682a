/** The control API as its client and as strangers on the same machine find it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Lab } from '../lab.ts';
import { startLab } from '../start-lab.ts';
import { createControlClient } from './client.ts';
import { type ControlServer, startControlServer } from './server.ts';

let lab: Lab;
let server: ControlServer;

beforeAll(async () => {
  lab = await startLab({ seed: 'control' });
  server = await startControlServer(lab);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
});

test('faults go on and off, the clock moves and the timeline tells it', async () => {
  const client = createControlClient(server.url);
  const { key } = await client.faults.on('dc-down');
  expect(await client.faults.list()).toMatchObject([{ key, id: 'dc-down' }]);
  const nowMs = await client.nowMs();
  expect(await client.advance(60_000)).toBe(nowMs + 60_000);
  await client.faults.off(key);
  const timeline = await client.timeline();
  expect(timeline.some((entry) => entry.kind === 'event' && entry.id === 31019)).toBe(true);
  expect(await client.timeline(timeline.length)).toEqual([]);
});

test('agents show their documented counters', async () => {
  const agents = await createControlClient(server.url).agents();
  expect(agents.map(({ name }) => name)).toEqual(['agt-1', 'agt-2', 'agt-3']);
  const total = agents.reduce((sum, { counters }) => sum + counters.authentications, 0);
  const ended = agents.reduce(
    (sum, { counters }) => sum + counters.successful + counters.failed + counters.errors,
    0,
  );
  expect(total).toBeGreaterThan(0);
  expect(ended).toBe(total);
});

test('what the lab refuses arrives as its sentence and code', async () => {
  const client = createControlClient(server.url);
  await expect(client.faults.on('no-such')).rejects.toMatchObject({ code: 'FAULT_UNKNOWN' });
  await expect(client.advance(-1)).rejects.toThrow('Expected advanceMs as a number');
  const nobody = createControlClient('http://127.0.0.1:1');
  await expect(nobody.nowMs()).rejects.toMatchObject({ code: 'LAB_UNREACHABLE' });
});

test('a web server that is no lab is told from one', async () => {
  const stranger = createServer((_, response) => response.end('<!doctype html>'));
  await once(stranger.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void stranger.close());
  const { port } = stranger.address() as AddressInfo;
  await expect(createControlClient(`http://127.0.0.1:${port}`).nowMs()).rejects.toThrow(
    `Expected the control API of a lab at http://127.0.0.1:${port}, got something that is not JSON.`,
  );
});

test.each([
  [{ headers: { origin: 'https://evil.example' } }, 403],
  [{ method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } }, 415],
  [{ method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }, 400],
  [{ method: 'PATCH', headers: { 'content-type': 'application/json' } }, 404],
] as const)('a request from a web page or of another kind is refused: %j', async (init, status) => {
  const response = await fetch(`${server.url}/faults`, init);
  expect(response.status).toBe(status);
  expect(lab.faults.list()).toEqual([]);
});

test('a name that was pointed at loopback by somebody’s DNS is refused', async () => {
  const { request } = await import('node:http');
  const status = await new Promise((resolve) => {
    request(server.url, { headers: { host: 'evil.example' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).end();
  });
  expect(status).toBe(403);
});

test('a busy port is one sentence', async () => {
  const port = Number(new URL(server.url).port);
  await expect(startControlServer(lab, port)).rejects.toMatchObject({
    code: 'PORT_BUSY',
    message: expect.stringContaining(`Port ${port} is in use`),
  });
});
