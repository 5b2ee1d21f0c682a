/** The live network as its callers see it, with nothing in the way. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { agentIdentity, CONNECTION_IDLE_MS, get, HOST, startRig, URL_OF_HOST } from './rig.ts';

const call = { timeoutMs: 30_000 };

test(
  proves(
    ['network.connections', 'agents.certificate'],
    'an agent behind a gateway reaches the server with its client certificate',
  ),
  async () => {
    await using rig = await startRig();
    const outcome = await rig.network.request(
      { method: 'POST', url: `${URL_OF_HOST}?n=1`, headers: {}, body: 'päyload' },
      { from: rig.agent, ...call },
    );
    expect(outcome).toMatchObject({
      ok: true,
      value: { status: 200, headers: { 'content-type': 'application/json' } },
      peer: { tls: { version: 'TLSv1.3', servername: HOST } },
    });
    expect(outcome.ok && JSON.parse(outcome.value.body)).toEqual({
      method: 'POST',
      url: `${URL_OF_HOST}?n=1`,
      host: HOST,
      body: 'päyload',
    });
    expect(outcome.peer?.tls?.chain.map(({ subject }) => subject)).toEqual([HOST, 'pta-lab CA']);
    expect(Object.keys(outcome.phaseMs)).toEqual(['resolve', 'connect', 'tls', 'exchange']);
    expect(rig.callers[0]?.certificate?.agentId).toBe('5f9c1f0e-0000-4000-8000-000000000002');
  },
);

test('a caller without a certificate is served, and known to have none', async () => {
  await using rig = await startRig();
  const outcome = await rig.network.request(get(), { from: rig.outsider, ...call });
  expect(outcome).toMatchObject({ ok: true, value: { status: 200 } });
  expect(rig.callers).toEqual([{ address: '127.0.0.1' }]);
});

test('a connection is used again, until it has been idle for its time', async () => {
  await using rig = await startRig();
  const request = () => rig.network.request(get(), { from: rig.agent, ...call });
  expect((await request()).phaseMs.tls).toBeDefined();
  await rig.clock.advanceTo(rig.clock.nowMs() + CONNECTION_IDLE_MS - 10_000);
  expect((await request()).phaseMs.tls).toBeUndefined();
  await rig.clock.advanceTo(rig.clock.nowMs() + CONNECTION_IDLE_MS + 1);
  expect((await request()).phaseMs.tls).toBeDefined();
});

test('a renewed identity never travels on a connection of the old one', async () => {
  await using rig = await startRig();
  await rig.network.request(get(), { from: rig.agent, ...call });
  const identity = await agentIdentity(rig.crypto, rig.authority);
  await rig.network.request(get(), { from: { ...rig.agent, identity }, ...call });
  expect(rig.callers.map(({ certificate }) => certificate?.thumbprint)).toEqual([
    rig.agent.identity.chain[0]?.thumbprint,
    identity.chain[0]?.thumbprint,
  ]);
});

test('requests beyond the connection limit wait for a connection', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  const handle = async () => {
    running += 1;
    most = Math.max(most, running);
    await released;
    running -= 1;
    return { status: 200, headers: {}, body: '' };
  };
  await using rig = await startRig({ connectionLimit: 2, service: { handle } });
  const from = rig.agent;
  const answers = [1, 2, 3, 4].map(() => rig.network.request(get(), { from, ...call }));
  const impatient = rig.network.request(get(), { from, timeoutMs: 1000 });
  await rig.clock.advanceTo(rig.clock.nowMs() + 2000);
  expect(await impatient).toMatchObject({ ok: false, failure: 'timed-out', at: 'connect' });
  release();
  expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
  expect(most).toBe(2);
});

test.each(['hq', 'internet'])(
  'from site %s, a name the lab does not know ends at resolve, not at the machine’s resolver',
  async (site) => {
    await using rig = await startRig();
    for (const host of ['unknown.lab.localhost', 'localhost', 'example.com']) {
      const from = { ...rig.agent, site };
      const outcome = await rig.network.request(get(`https://${host}/`), { from, ...call });
      expect(outcome).toMatchObject({ ok: false, failure: 'name-not-resolved', at: 'resolve' });
    }
  },
);

test.each(['hq', 'internet'])(
  'from site %s, a port that nobody listens on refuses',
  async (site) => {
    await using rig = await startRig();
    const from = { ...rig.agent, site };
    const outcome = await rig.network.request(get(`https://${HOST}:1/`), { from, ...call });
    expect(outcome).toMatchObject({ ok: false, failure: 'refused', at: 'connect' });
  },
);

test('a service that stopped refuses new connections and resets the open ones', async () => {
  await using rig = await startRig();
  const host = 'dc-1.lab.localhost';
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const serving = await rig.network.serve([host], {
    clientCertificate: 'none',
    handle: () => {
      resolve();
      return new Promise(() => {});
    },
  });
  const request = () => rig.network.request(get(`https://${host}/`), { from: rig.agent, ...call });
  const open = request();
  await arrived;
  await serving[Symbol.asyncDispose]();
  expect(await open).toMatchObject({ ok: false, failure: 'reset', at: 'exchange' });
  expect(await request()).toMatchObject({ ok: false, failure: 'refused', at: 'connect' });
});

test('an answer that does not come is a time-out, and the next request dials anew', async () => {
  let silent = true;
  const handle = () =>
    silent ? new Promise<never>(() => {}) : Promise.resolve({ status: 204, headers: {}, body: '' });
  await using rig = await startRig({ service: { handle } });
  const hung = rig.network.request(get(), { from: rig.agent, timeoutMs: 60_000 });
  await rig.clock.advanceTo(rig.clock.nowMs() + 60_001);
  const outcome = await hung;
  expect(outcome).toMatchObject({ ok: false, failure: 'timed-out', at: 'exchange' });
  expect(outcome.phaseMs.exchange).toBeGreaterThan(59_000);
  silent = false;
  const next = await rig.network.request(get(), { from: rig.agent, ...call });
  expect(next).toMatchObject({ ok: true, value: { status: 204 } });
  expect(next.phaseMs.tls).toBeDefined();
});

test('a body beyond 64 KiB is refused, one of 64 KiB is taken', async () => {
  await using rig = await startRig();
  const post = async (bytes: number) => {
    const body = 'x'.repeat(bytes);
    const request = { method: 'POST', url: URL_OF_HOST, headers: {}, body };
    const outcome = await rig.network.request(request, { from: rig.agent, ...call });
    return outcome.ok ? outcome.value.status : outcome.failure;
  };
  expect(await post(64 * 1024)).toBe(200);
  expect(await post(64 * 1024 + 1)).toBe(413);
});

test('two answers on different paths of one origin share a connection', async () => {
  await using rig = await startRig();
  const from = rig.agent;
  await rig.network.request(get(`https://${HOST}/a`), { from, ...call });
  const second = await rig.network.request(get(`https://${HOST}/b`), { from, ...call });
  expect(second.phaseMs).toEqual({ exchange: expect.any(Number) });
});

test('a connection that the server says it closes is not used again', async () => {
  const handle = async () => ({ status: 200, headers: { connection: 'close' }, body: 'bye' });
  await using rig = await startRig({ service: { handle } });
  const from = rig.agent;
  const first = await rig.network.request(get(), { from, ...call });
  expect(first).toMatchObject({ ok: true, value: { body: 'bye' } });
  const second = await rig.network.request(get(), { from, ...call });
  expect(second.ok && second.phaseMs.tls).toBeDefined();
});

test('examine tells what it saw and leaves nothing open', async () => {
  await using rig = await startRig();
  const outcome = await rig.network.examine(URL_OF_HOST, { from: rig.outsider, ...call });
  expect(outcome).toMatchObject({ ok: true, value: { tls: { servername: HOST } } });
  expect(rig.callers).toEqual([]);
});

test('a busy port is one clear sentence', async () => {
  await using rig = await startRig();
  const port = rig.network.portOf(HOST) ?? 0;
  const service = { clientCertificate: 'none' } as const;
  await expect(rig.network.serve(['other.lab.localhost'], service, { port })).rejects.toMatchObject(
    { code: 'PORT_BUSY', message: expect.stringContaining(String(port)) },
  );
});

test('a name outside localhost is not served', async () => {
  await using rig = await startRig();
  await expect(
    rig.network.serve(['login.microsoftonline.com'], { clientCertificate: 'none' }),
  ).rejects.toMatchObject({ code: 'NAME_NOT_LOCAL' });
});

test('an unknown site is a broken lab, not a symptom', async () => {
  await using rig = await startRig();
  const from = { ...rig.agent, site: 'nowhere' };
  await expect(rig.network.request(get(), { from, ...call })).rejects.toMatchObject({
    code: 'SITE_UNKNOWN',
  });
});
