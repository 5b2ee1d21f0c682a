/**
 * `docs/control.md` against the control API itself: every endpoint is in it, every example works.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createControlClient } from '../lab/control/client.ts';
import { CONTROL_ROUTES } from '../lab/control/routes.ts';
import { type ControlServer, startControlServer } from '../lab/control/server.ts';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';

const page = readFileSync(path.join(import.meta.dirname, '../docs/control.md'), 'utf8');
const ROW = /^\| `([A-Z]+ \S+)` \| .+ \| `([A-Z]+) (\S+?)(?: (\S.*))?` \|$/gm;
const rows = [...page.matchAll(ROW)].map(([, route = '', method = '', url = '', body]) => {
  return { route, method, url, body };
});

let lab: Lab;
let server: ControlServer;

beforeAll(async () => {
  lab = await startLab({ seed: 'document', users: 1 });
  server = await startControlServer(lab);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
});

test('the document has every endpoint once, and no other', () => {
  expect(rows.map(({ route }) => route).sort()).toEqual(Object.keys(CONTROL_ROUTES).sort());
});

test('every example works, one after the other', async () => {
  const { call } = createControlClient(server.url);
  const state = await call('GET', '/state');
  for (const { method, url, body } of rows) {
    const sent = body === undefined ? undefined : body.startsWith('@') ? state : JSON.parse(body);
    expect(await call(method, url, sent), `${method} ${url}`).toBeTypeOf('object');
  }
});
