import { expect, test } from 'vitest';
import { proves } from '../test/parity/proves.ts';
import { createJournal, type Journal } from './journal.ts';
import { verifyJournal } from './journal-verify.ts';
import { askToken, CLIENT_ID, call, createWorld, NOAH, SIGN_IN, TENANT_ID } from './stub-world.ts';

const TOKEN_PATH = `/${TENANT_ID}/oauth2/v2.0/token`;

test(proves('control.journal', 'an exchange leaves who asked what and how it ended'), async () => {
  const world = await createWorld();
  const { journal } = world.entra.cloud;
  const correlationId = 'a3f0c2de-0000-4000-8000-000000000001';
  const headers = { 'client-request-id': correlationId };
  await askToken(world, { ...NOAH, password: 'wrong' }, { headers });
  expect(journal.entries().at(-1)).toMatchObject({
    method: 'POST',
    host: new URL(SIGN_IN).host,
    path: TOKEN_PATH,
    status: 400,
    aadstsCode: 50126,
    correlationId,
    atMs: world.clock.nowMs(),
    parameters: { grant_type: 'password', client_id: CLIENT_ID, username: NOAH.username },
  });
});

test('no value that may be a secret stays in the journal, whatever its parameter is called', async () => {
  const world = await createWorld();
  const secrets = ['password', 'client_secret', 'code', 'refresh_token', 'assertion', 'Passwd'];
  const form = Object.fromEntries(secrets.map((name) => [name, `canary-of-${name}`]));
  await askToken(world, form);
  await call(world, 'GET', `${SIGN_IN}/common/x?code=canary-in-query&Password=canary`);
  await call(world, 'POST', `${SIGN_IN}/common/x`, { body: '{"passwd":"canary"}' });
  const entries = world.entra.cloud.journal.entries();
  expect(JSON.stringify(entries)).not.toContain('canary');
  expect(entries[0]?.parameters).toMatchObject({ password: '[hidden]', Passwd: '[hidden]' });
});

test('the journal holds the latest entries, oldest first, and numbers go on', () => {
  const journal = createJournal(3);
  for (const path of ['/a', '/b', '/c', '/d', '/e']) add(journal, path);
  expect(journal.entries().map(({ number, path }) => [number, path])).toEqual([
    [3, '/c'],
    [4, '/d'],
    [5, '/e'],
  ]);
  journal.clear();
  add(journal, '/f');
  expect(journal.entries().map(({ number }) => number)).toEqual([6]);
});

test('what a stranger sends is cut before it is kept', () => {
  const journal = createJournal();
  const many = Array.from({ length: 500 }, (_, at) => `p${at}=x`).join('&');
  add(journal, `/${'x'.repeat(5_000)}?client_id=${'y'.repeat(5_000)}&${many}`);
  const [entry] = journal.entries();
  expect(JSON.stringify(entry).length).toBeLessThan(3_000);
});

test('an expectation is met, missed with the nearest misses, or exceeded', async () => {
  const world = await createWorld();
  await askToken(world, { ...NOAH, scope: 'openid User.Read' });
  const verify = (expected: Parameters<typeof verifyJournal>[1]) =>
    verifyJournal(world.entra.cloud.journal.entries(), expected);
  const asked = { method: 'POST', path: '/*/oauth2/v2.0/token' };
  expect(verify({ ...asked, status: 200 })).toMatchObject({ ok: true, matches: 1, nearest: [] });
  expect(verify({ ...asked, count: { atMost: 0 } })).toMatchObject({ ok: false, matches: 1 });
  expect(verify({ ...asked, count: { atLeast: 2, atMost: 2 } }).ok).toBe(false);
  expect(verify({ path: `/${TENANT_ID}/OAuth2/v2.0/Token` }).ok).toBe(true);
  expect(verify({ ...asked, path: '/*/logout', count: { atMost: 0 } }).ok).toBe(true);
  expect(verify({ ...asked, parameters: { scope: 'openid', nonce: true } }).nearest).toMatchObject([
    {
      entry: { path: TOKEN_PATH },
      differs: [
        'scope: expected openid, got openid User.Read',
        'nonce: expected any value, got none',
      ],
    },
  ]);
  expect(verify({ parameters: { password: true, client_secret: false } }).ok).toBe(true);
  expect(verify({ parameters: { password: 'x' } }).nearest[0]?.differs[0]).toMatch(/ask for true/);
});

function add(journal: Journal, path: string): void {
  const url = new URL(path, SIGN_IN);
  journal.add(
    {
      request: { method: 'GET', url: url.href, headers: {}, body: '' },
      ...{ client: { address: '' }, url, origin: '', params: {}, traceId: '', correlationId: '' },
    },
    { status: 200, headers: {}, body: '' },
    { atMs: 0, endedMs: 0 },
  );
}
