/**
 * Two replicas in this process over a real nats-server: one tenant, whoever is asked. Skipped where
 * there is none; CI has one.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeRecord } from '../../mock-entra/shared/change-record.ts';
import { createAuthorizationCode } from '../../mock-entra/token/authorization-code.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import { createUndoStack } from '../../runtime/undo.ts';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { hasNats, type Nats, startNats } from './rig/nats-server.ts';
import { type Replica, startReplica } from './start-replica.ts';

const required = process.env.PTA_LAB_REQUIRE === 'all';

const isThere = hasNats() || required;
const shared = test.skipIf(!isThere);
const undo = createUndoStack();
const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-replicas-'));
const said: string[] = [];
/** Tokens that somebody got. */
const given: string[] = [];
let nats: Nats;
let one: Replica;
let other: Replica;

const start = (changes: { seed?: string; nats?: string } = {}) =>
  startReplica({
    ...{ nats: nats.url, stateDir: path.join(folder, 'state'), host: '127.0.0.1', port: 0 },
    say: (sentence) => void said.push(sentence),
    ...changes,
  });

beforeAll(async () => {
  if (!isThere) return;
  undo.defer(() => rmSync(folder, { recursive: true, force: true }));
  nats = undo.use(await startNats(path.join(folder, 'nats')));
  // Both at once: they found the tenant together, or one of them is another one.
  const both = await Promise.all([start(), start()]);
  [one, other] = both;
  for (const replica of both) undo.use(replica);
}, 30_000);
afterAll(() => undo[Symbol.asyncDispose]());

function post(replica: Replica, form: Record<string, string>): Promise<HttpResponse> {
  const { tenant, clientId } = replica.founded;
  return replica.entra.handle(
    {
      method: 'POST',
      url: `https://localhost:${replica.port}/${tenant.id}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ client_id: clientId, ...form }).toString(),
    },
    { address: '127.0.0.1' },
  );
}

function signIn(replica: Replica, password?: string): Promise<HttpResponse> {
  const { cloudOnly } = replica.founded.population.accounts;
  const account = { username: cloudOnly?.userName ?? '', password: cloudOnly?.password ?? '' };
  const form = { grant_type: 'password', scope: 'openid offline_access', ...account };
  return post(replica, password === undefined ? form : { ...form, password });
}

const codeOf = ({ status, body }: HttpResponse): number =>
  status === 200 ? 0 : JSON.parse(body).error_codes[0];

const isGiven = (body: { refresh_token?: string }) => body.refresh_token !== undefined;

/** A code as the authorization endpoint of `one` makes it. */
async function codeFrom(replica: Replica): Promise<Record<string, string>> {
  const { cloud } = replica.entra;
  const { cloudOnly } = replica.founded.population.accounts;
  const code = createAuthorizationCode(cloud, {
    ...{ userId: cloud.users.byName(cloudOnly?.userName ?? '')?.id ?? '', sessionId: 's' },
    ...{ authenticatedMs: cloud.clock.nowMs(), methods: ['pwd'], scope: 'openid offline_access' },
    ...{ clientId: replica.founded.clientId, redirectUri: 'http://localhost/back' },
    redirectType: 'native',
  });
  await cloud.sharing?.settled();
  return { grant_type: 'authorization_code', code, redirect_uri: 'http://localhost/back' };
}

shared(
  proves('scale.tenant', 'what one replica signs the other believes, and it knows its tokens'),
  async () => {
    const tokens = JSON.parse((await signIn(one)).body);
    given.push(tokens.access_token, tokens.refresh_token);
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    expect(codeOf(await post(other, form))).toBe(0);
    const keys = await Promise.all(
      [one, other].map(({ entra }) => entra.cloud.signer.publicKeys()),
    );
    expect(keys[0]).toEqual(keys[1]);
  },
);

shared(
  proves('scale.once', 'a code brought to both replicas at once is redeemed once'),
  async () => {
    for (let round = 0; round < 5; round += 1) {
      const form = await codeFrom(one);
      const both = await Promise.all([post(one, form), post(other, form)]);
      expect(both.map(codeOf).sort()).toEqual([0, 54005]);
      // One of the two is a thief: what the first one got ends, too.
      const { refresh_token = '' } = both.map(({ body }) => JSON.parse(body)).find(isGiven) ?? {};
      const again = { grant_type: 'refresh_token', refresh_token };
      expect([codeOf(await post(one, again)), codeOf(await post(other, again))]).toEqual([
        70000, 70000,
      ]);
      expect(codeOf(await post(other, form))).toBe(54005);
    }
  },
);

shared('a one-time code given to both at once is taken by one of them', async () => {
  for (let step = 1; step <= 8; step += 1) {
    const claims = [one, other].map(({ entra }) =>
      changeRecord(entra.cloud, 'usedCodes', 'somebody', (used) =>
        used && used.step >= step ? undefined : { step },
      ),
    );
    expect((await Promise.all(claims)).sort()).toEqual([false, true]);
  }
});

shared(
  proves('scale.lockout', 'wrong passwords at both replicas count once each, then both are shut'),
  async () => {
    const wrongs = Array.from({ length: 9 }, (_, at) =>
      signIn(at % 2 === 0 ? one : other, `wrong ${at}`),
    );
    const codes = (await Promise.all(wrongs)).map(codeOf);
    expect(new Set(codes)).toEqual(new Set([50126]));
    expect(codeOf(await signIn(other, 'the tenth'))).toBe(50126);
    expect(codeOf(await signIn(one, 'one more'))).toBe(50053);
    expect(codeOf(await signIn(other))).toBe(50053);
  },
);

shared(
  proves('scale.log', 'the sign-in log is the same list at both, and at a third that comes later'),
  async () => {
    await using third = await start();
    const idsOf = ({ entra }: Replica) => entra.signIns().map(({ id }) => id);
    await expect.poll(() => idsOf(third)).toEqual(idsOf(one));
    expect(idsOf(other)).toEqual(idsOf(one));
    expect(idsOf(one).length).toBeGreaterThan(10);
  },
);

shared('without agents a validation ends as 80001, whoever is asked', async () => {
  const { healthy } = one.founded.population.accounts;
  const account = { username: healthy?.userName ?? '', password: healthy?.password ?? '' };
  const form = { grant_type: 'password', scope: 'openid', ...account };
  expect(codeOf(await post(one, form))).toBe(80001);
  expect(codeOf(await post(other, form))).toBe(80001);
});

shared(
  'another seed is another tenant, and the same tenant made otherwise is refused',
  async () => {
    await using stranger = await start({ seed: '2' });
    expect(stranger.founded.tenant.id).not.toBe(one.founded.tenant.id);
    const tenantFile = { name: 'contoso', id: one.founded.tenant.id };
    const refused = startReplica({
      ...{ nats: nats.url, stateDir: path.join(folder, 'state'), host: '127.0.0.1', port: 0 },
      ...{ tenantFile, say() {} },
    });
    await expect(refused).rejects.toThrow('the same --seed, --tenant and --crypto');
  },
);

shared('where there is no NATS the sentence says what to start', async () => {
  const refused = start({ nats: 'nats://127.0.0.1:1' });
  await expect(refused).rejects.toThrow(LabError);
  await expect(refused).rejects.toThrow('start nats-server with -js');
  const secret = start({ nats: 'nats://somebody:canary@127.0.0.1:1' });
  await expect(secret).rejects.toThrow(/^(?!.*canary).*PTA_LAB_NATS_TOKEN/);
});

shared('no password and no token lies in the store', () => {
  const { cloudOnly } = one.founded.population.accounts;
  const files = readdirSync(path.join(folder, 'nats'), { recursive: true, withFileTypes: true });
  const stored = files
    .filter((file) => file.isFile())
    .map((file) => readFileSync(path.join(file.parentPath, file.name), 'latin1'))
    .join('');
  expect(stored).toContain(one.founded.tenant.id);
  for (const secret of [cloudOnly?.password, ...given, 'the tenth']) {
    expect(secret).toBeTruthy();
    expect(stored).not.toContain(secret);
  }
});

// Last: it takes the store away from all of them.
shared(
  proves(
    'scale.nats-gone',
    causes(90033, 'while NATS is gone sign-ins end as 90033; afterwards all is as before'),
  ),
  async () => {
    const before = one.entra.signIns().length;
    await nats.kill();
    await expect.poll(() => one.trouble() ?? '').toContain('out of reach');
    const refused = await signIn(one);
    expect([refused.status, codeOf(refused)]).toEqual([503, 90033]);
    const url = `https://localhost:${one.port}/common/discovery/v2.0/keys`;
    const keys = { method: 'GET', url, headers: {}, body: '' };
    expect((await one.entra.handle(keys, { address: '127.0.0.1' })).status).toBe(200);
    await nats.restart();
    await expect
      .poll(() => [one.trouble(), other.trouble()], { timeout: 10_000 })
      .toEqual([undefined, undefined]);
    expect(codeOf(await signIn(other))).toBe(50053);
    await expect.poll(() => one.entra.signIns().length).toBe(before + 1);
    expect(said.join('\n')).toMatch(
      /out of reach: sign-ins are answered with AADSTS90033[\s\S]*is back/,
    );
  },
  20_000,
);
