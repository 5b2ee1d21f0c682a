/**
 * Certificates that are not what they should be: inspecting proxies, and servers with the wrong
 * ones.
 */

import { expect, test } from 'vitest';
import type { InspectionAuthority } from '../../protocol/effects.ts';
import { DAY_MS } from '../../protocol/time-units.ts';
import { proves } from '../../test/parity/proves.ts';
import type { Authority } from '../certificate-authority.ts';
import { get, HOST, path, type Rig, startRig } from './rig.ts';

function request(rig: Rig) {
  return rig.network.request(get(), { from: rig.agent, timeoutMs: 30_000 });
}

function inspectBy(authority: InspectionAuthority, established: 'keep' | 'cut' = 'keep') {
  return path({ kind: 'inspect', authority, presents: 'valid', established });
}

test(
  proves(
    'network.inspection',
    'through a trusted inspecting proxy the client sees its CA, and the server no client certificate',
  ),
  async () => {
    await using rig = await startRig();
    await request(rig);
    rig.network.apply([inspectBy('trusted', 'cut')]);
    await rig.activity.quiet();
    const outcome = await request(rig);
    expect(outcome).toMatchObject({ ok: true, value: { status: 200 } });
    const chain = outcome.peer?.tls?.chain ?? [];
    expect(chain.map(({ subject }) => subject)).toEqual([HOST, 'inspection CA (hq)']);
    expect(chain.at(-1)?.thumbprint).toBe(rig.inspection.trusted.certificate.thumbprint);
    expect(rig.callers.map(({ certificate }) => certificate !== undefined)).toEqual([true, false]);
  },
);

test('an unknown CA is refused in the handshake, and its chain is still in the outcome', async () => {
  await using rig = await startRig();
  rig.network.apply([inspectBy('unknown')]);
  const outcome = await request(rig);
  expect(outcome).toMatchObject({ ok: false, failure: 'certificate-untrusted', at: 'tls' });
  expect(outcome.peer?.tls?.chain.map(({ subject }) => subject)).toEqual([HOST, 'unknown CA']);
  await rig.activity.quiet();
  expect(rig.callers).toEqual([]);
});

test('an open connection that is kept is not inspected', async () => {
  await using rig = await startRig();
  await request(rig);
  rig.network.apply([inspectBy('trusted', 'keep')]);
  await request(rig);
  expect(rig.callers.map(({ certificate }) => certificate !== undefined)).toEqual([true, true]);
});

test('an inspected web socket works', async () => {
  await using rig = await startRig();
  const host = 'his-lab1.servicebus.windows.net.lab.localhost';
  const { promise: heard, resolve } = Promise.withResolvers<string>();
  await rig.network.serve([host], {
    clientCertificate: 'requested',
    accept: async (_, client) => ({
      protocol: 'p',
      opened: (channel) => {
        channel.send(client.certificate ? 'known' : 'anonymous');
        return { message() {}, closed() {} };
      },
    }),
  });
  rig.network.apply([inspectBy('trusted')]);
  const call = { from: rig.agent, timeoutMs: 30_000 };
  const listener = { message: resolve, closed() {} };
  const outcome = await rig.network.open(`wss://${host}/`, 'p', listener, call);
  expect(outcome.ok).toBe(true);
  expect(await heard).toBe('anonymous');
});

test('cutting the path resets an inspected request under way', async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const handle = () => {
    resolve();
    return new Promise<never>(() => {});
  };
  await using rig = await startRig({ service: { handle } });
  const inspecting = inspectBy('trusted');
  rig.network.apply([inspecting]);
  const hanging = request(rig);
  await arrived;
  rig.network.apply([inspecting, path({ kind: 'drop', established: 'cut' })]);
  expect(await hanging).toMatchObject({ ok: false, failure: 'reset', at: 'exchange' });
});

test('a blackholed inspected connection delivers after it heals', async () => {
  await using rig = await startRig();
  const inspecting = inspectBy('trusted');
  rig.network.apply([inspecting]);
  await request(rig);
  rig.network.apply([inspecting, path({ kind: 'drop', established: 'blackhole' })]);
  const held = request(rig);
  await rig.clock.advanceTo(rig.clock.nowMs() + 10_000);
  expect(rig.callers).toHaveLength(1);
  rig.network.apply([inspecting]);
  expect(await held).toMatchObject({ ok: true });
});

function issuing(names: string[] | 'as asked', shiftMs: number) {
  return (authority: Authority): Authority => ({
    ...authority,
    issueServer: (asked, nowMs) =>
      authority.issueServer(names === 'as asked' ? asked : names, nowMs + shiftMs),
  });
}

test.each([
  ['certificate-expired', issuing('as asked', -500 * DAY_MS)],
  ['certificate-not-yet-valid', issuing('as asked', 5 * DAY_MS)],
  ['certificate-wrong-name', issuing(['other.lab.localhost'], 0)],
] as const)('a server may show a certificate that means %s', async (failure, serversBy) => {
  await using rig = await startRig({ serversBy });
  const outcome = await request(rig);
  expect(outcome).toMatchObject({ ok: false, failure, at: 'tls' });
  expect(outcome.peer?.tls?.chain).toHaveLength(2);
  expect(rig.callers).toEqual([]);
});

test('a name outside the CA’s constraints is not trusted', async () => {
  const serversBy = issuing([HOST, 'login.microsoftonline.com'], 0);
  await using rig = await startRig({ serversBy });
  expect(await request(rig)).toMatchObject({ failure: 'certificate-untrusted', at: 'tls' });
});

test('whoever trusts nobody trusts no server, not even what the machine trusts', async () => {
  await using rig = await startRig();
  const from = { ...rig.agent, trust: [] };
  const outcome = await rig.network.request(get(), { from, timeoutMs: 30_000 });
  expect(outcome).toMatchObject({ ok: false, failure: 'certificate-untrusted', at: 'tls' });
});
