/**
 * The client for real controllers on real sockets: its pool, its order, its patience. What real
 * controllers say is `test/witness/samba.e2e.test.ts`.
 */
import { expect, test } from 'vitest';
import type { BindRequest, BindResult, Call } from '../../ports.ts';
import { Secret } from '../../secret.ts';
import { pem } from '../../x509.ts';
import { CONNECTION_IDLE_MS, type Rig, startRig } from '../rig.ts';
import { createRealDirectory } from './real-directory.ts';

const NOBODY = 'ldaps://127.0.0.1:1';
const CALL: Call = { from: { component: 'agt-1', site: 'hq', trust: [] }, timeoutMs: 10_000 };
const REQUEST = { userPrincipalName: 'ada@corp.example', password: new Secret('right') };

async function serveController(rig: Rig, bind: (request: BindRequest) => Promise<BindResult>) {
  const serving = await rig.network.serve(['localhost'], { clientCertificate: 'none', bind });
  return { serving, url: `ldaps://localhost:${rig.network.portOf('localhost')}` };
}

function createClient(rig: Rig, urls: readonly string[], ca = authorityOf(rig)) {
  const { clock, activity } = rig;
  return createRealDirectory({ clock, activity, idleMs: CONNECTION_IDLE_MS, limit: 2, urls, ca });
}

function authorityOf({ authority }: Rig): string {
  return pem('CERTIFICATE', authority.certificate.der);
}

const right = async () => ({ win32: 0 });

test('binds one after the other share a connection, and one that cannot be reached is passed over', async () => {
  await using rig = await startRig();
  const { url } = await serveController(rig, right);
  using client = createClient(rig, [NOBODY, url]);
  const first = await client.bind(REQUEST, CALL);
  expect(first).toMatchObject({ ok: true, value: { win32: 0 } });
  expect(first.phaseMs.tls).toBeDefined();
  const second = await client.bind(REQUEST, CALL);
  expect(second).toMatchObject({ ok: true, value: { win32: 0 } });
  expect(second.phaseMs.tls).toBeUndefined();
});

test('a connection that the controller closed is not used again', async () => {
  await using rig = await startRig();
  const { serving, url } = await serveController(rig, right);
  using client = createClient(rig, [url]);
  await client.bind(REQUEST, CALL);
  await serving[Symbol.asyncDispose]();
  await rig.activity.quiet();
  expect(await client.bind(REQUEST, CALL)).toMatchObject({ failure: 'refused', at: 'connect' });
});

test('a wrong password and a controller that falls silent end the round', async () => {
  await using rig = await startRig();
  const asked: string[] = [];
  const { url } = await serveController(rig, async ({ password }) => {
    asked.push(password.reveal());
    return password.reveal() === 'wrong' ? { win32: 1326 } : new Promise<never>(() => {});
  });
  using client = createClient(rig, [url, url]);
  const wrong = await client.bind({ ...REQUEST, password: new Secret('wrong') }, CALL);
  expect(wrong).toMatchObject({ ok: true, value: { win32: 1326 } });
  const silent = client.bind(REQUEST, CALL);
  await rig.clock.advanceTo(rig.clock.nowMs() + CALL.timeoutMs);
  expect(await silent).toMatchObject({ failure: 'timed-out', at: 'exchange' });
  expect(asked).toEqual(['wrong', 'right']);
});

test('a password goes to nobody whose certificate is not trusted, and none is sent empty', async () => {
  await using rig = await startRig();
  const asked: BindRequest[] = [];
  const { url } = await serveController(rig, async (request) => {
    asked.push(request);
    return { win32: 0 };
  });
  const stranger = pem('CERTIFICATE', rig.inspection.unknown.certificate.der);
  using untrusting = createClient(rig, [url], stranger);
  expect(await untrusting.bind(REQUEST, CALL)).toMatchObject({
    failure: 'certificate-untrusted',
    at: 'tls',
  });
  using client = createClient(rig, [url]);
  const empty = await client.bind({ ...REQUEST, password: new Secret('') }, CALL);
  expect(empty).toMatchObject({ ok: true, value: { win32: 1327 } });
  expect(asked).toEqual([]);
});

test('who asks whether a controller is there names no account', async () => {
  await using rig = await startRig();
  const { url } = await serveController(rig, () => Promise.reject(new Error('asked')));
  using client = createClient(rig, [NOBODY, url]);
  expect(await client.examine(CALL)).toMatchObject({ ok: true, value: { host: 'localhost' } });
  using lonely = createClient(rig, [NOBODY]);
  expect(await lonely.examine(CALL)).toMatchObject({ failure: 'refused', at: 'connect' });
});
