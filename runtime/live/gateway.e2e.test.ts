/**
 * Path effects on real connections: what a new connection meets, and what becomes of an open one.
 */
import { expect, test } from 'vitest';
import type { Established, PathEffect } from '../../protocol/effects.ts';
import type { HttpResponse, Outcome } from '../ports.ts';
import { get, HOST, path, type Rig, startRig } from './rig.ts';

function request(rig: Rig, timeoutMs = 30_000): Promise<Outcome<HttpResponse>> {
  return rig.network.request(get(), { from: rig.agent, timeoutMs });
}

/** Lets lab time pass until a call that waits for it is over. */
async function after<T>(rig: Rig, passedMs: number, call: Promise<T>): Promise<T> {
  await rig.clock.advanceTo(rig.clock.nowMs() + passedMs);
  return call;
}

const drop = (established: Established = 'keep') => path({ kind: 'drop', established });

test('a dropped connection gets no answer, and ends when its lab time is over', async () => {
  await using rig = await startRig();
  rig.network.apply([drop()]);
  const startMs = performance.now();
  const outcome = await after(rig, 100_000, request(rig, 100_000));
  expect(outcome).toMatchObject({ ok: false, failure: 'timed-out', at: 'connect' });
  expect(outcome.phaseMs.connect).toBeGreaterThan(99_000);
  expect(performance.now() - startMs).toBeLessThan(20_000);
});

test('the time to connect can be shorter than the time for the call', async () => {
  await using rig = await startRig();
  rig.network.apply([drop()]);
  const call = { from: rig.agent, timeoutMs: 100_000, connectTimeoutMs: 21_000 };
  const outcome = await after(rig, 21_000, rig.network.request(get(), call));
  expect(outcome).toMatchObject({ ok: false, failure: 'timed-out', at: 'connect' });
});

test('a refused connection fails at once, at connect', async () => {
  await using rig = await startRig();
  rig.network.apply([path({ kind: 'refuse', established: 'keep' })]);
  expect(await request(rig)).toMatchObject({ ok: false, failure: 'refused', at: 'connect' });
});

test('a reset connection fails in the TLS handshake', async () => {
  await using rig = await startRig();
  rig.network.apply([path({ kind: 'reset', established: 'keep' })]);
  expect(await request(rig)).toMatchObject({ ok: false, failure: 'reset', at: 'tls' });
});

test.each<[string, PathEffect]>([
  ['host', path({ kind: 'refuse', established: 'cut' }, { hosts: ['*.servicebus.windows.net'] })],
  ['site', path({ kind: 'refuse', established: 'cut' }, { hosts: ['*'], sites: ['branch'] })],
  ['agent', path({ kind: 'refuse', established: 'cut' }, { hosts: ['*'], components: ['agt-2'] })],
])('an effect on another %s changes nothing', async (_, effect) => {
  await using rig = await startRig();
  await request(rig);
  rig.network.apply([effect]);
  expect(await request(rig)).toMatchObject({ ok: true, phaseMs: { exchange: expect.any(Number) } });
});

test('the internet has no gateway, so nothing there is blocked', async () => {
  await using rig = await startRig();
  rig.network.apply([drop('blackhole')]);
  const outcome = await rig.network.request(get(), { from: rig.outsider, timeoutMs: 30_000 });
  expect(outcome.ok).toBe(true);
});

test('keep: an open connection goes on, a new one does not come up', async () => {
  await using rig = await startRig();
  await request(rig);
  rig.network.apply([drop('keep')]);
  expect((await request(rig)).ok).toBe(true);
  const examined = rig.network.examine(`https://${HOST}`, { from: rig.agent, timeoutMs: 1000 });
  expect(await after(rig, 1000, examined)).toMatchObject({ failure: 'timed-out', at: 'connect' });
});

test('cut: a request under way is reset', async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const handle = () => {
    resolve();
    return new Promise<never>(() => {});
  };
  await using rig = await startRig({ service: { handle } });
  const hanging = request(rig);
  await arrived;
  rig.network.apply([drop('cut')]);
  expect(await hanging).toMatchObject({ ok: false, failure: 'reset', at: 'exchange' });
});

test('cut: an idle connection is gone, and the next request has to dial', async () => {
  await using rig = await startRig();
  await request(rig);
  rig.network.apply([path({ kind: 'refuse', established: 'cut' })]);
  await rig.activity.quiet();
  expect(await request(rig)).toMatchObject({ ok: false, failure: 'refused', at: 'connect' });
});

test('blackhole: a request on an open connection runs out of time, and the next one dials', async () => {
  await using rig = await startRig();
  await request(rig);
  rig.network.apply([drop('blackhole')]);
  const held = await after(rig, 60_000, request(rig, 60_000));
  expect(held).toMatchObject({ ok: false, failure: 'timed-out', at: 'exchange' });
  expect(await after(rig, 60_000, request(rig, 60_000))).toMatchObject({ at: 'connect' });
  expect(rig.callers).toHaveLength(1);
});

test('blackhole: what was held flows on when the effect ends', async () => {
  await using rig = await startRig();
  await request(rig);
  const effect = drop('blackhole');
  rig.network.apply([effect]);
  const held = request(rig, 60_000);
  await rig.clock.advanceTo(rig.clock.nowMs() + 30_000);
  expect(rig.callers).toHaveLength(1);
  rig.network.apply([]);
  expect(await held).toMatchObject({ ok: true, value: { status: 200 } });
});

test('an effect that was there before does not act on connections again', async () => {
  await using rig = await startRig();
  const cutElsewhere = path({ kind: 'refuse', established: 'cut' }, { hosts: ['*'] });
  rig.network.apply([cutElsewhere]);
  rig.network.apply([]);
  await request(rig);
  const keeping = drop('keep');
  rig.network.apply([keeping]);
  rig.network.apply([keeping, path({ kind: 'delay', delayMs: 0 })]);
  expect(await request(rig)).toMatchObject({ ok: true });
});

test('of several effects on one path the first one decides', async () => {
  await using rig = await startRig();
  rig.network.apply([path({ kind: 'reset', established: 'keep' }), drop()]);
  expect(await request(rig)).toMatchObject({ failure: 'reset', at: 'tls' });
});

test('delays add up, in lab time, on new connections and on open ones', async () => {
  await using rig = await startRig();
  await request(rig);
  const slow = path({ kind: 'delay', delayMs: 4000 });
  rig.network.apply([slow, path({ kind: 'delay', delayMs: 1000 })]);
  const open = await after(rig, 20_000, request(rig));
  expect(open.phaseMs.exchange).toBeGreaterThan(9_990);
  expect(open.phaseMs.exchange).toBeLessThan(11_000);
  const examining = rig.network.examine(`https://${HOST}`, { from: rig.agent, timeoutMs: 60_000 });
  const examined = await after(rig, 60_000, examining);
  expect(examined.ok).toBe(true);
  expect(examined.phaseMs.connect).toBeGreaterThan(9_990);
  expect(examined.phaseMs.tls).toBeGreaterThan(9_990);
});

test('a connection that breaks while it is held tells nobody until the path heals', async () => {
  const { promise: gone, resolve } = Promise.withResolvers<unknown>();
  await using rig = await startRig();
  const channel = await rig.network.open(
    ...([
      `wss://${await wsHost(rig, resolve)}/`,
      'signal.v1',
      { message() {}, closed() {} },
    ] as const),
    { from: rig.agent, timeoutMs: 30_000 },
  );
  if (!channel.ok) throw new Error(channel.failure);
  rig.network.apply([drop('blackhole')]);
  channel.value.close();
  await rig.clock.advanceTo(rig.clock.nowMs() + 3_600_000);
  let told = false;
  void gone.then(() => {
    told = true;
  });
  await rig.activity.quiet();
  expect(told).toBe(false);
  rig.network.apply([]);
  expect(await gone).toBeUndefined();
});

async function wsHost(rig: Rig, closed: (failure: unknown) => void): Promise<string> {
  const host = 'ws.servicebus.windows.net.lab.localhost';
  await rig.network.serve([host], {
    clientCertificate: 'none',
    accept: async () => ({ protocol: 'signal.v1', opened: () => ({ message() {}, closed }) }),
  });
  return host;
}
