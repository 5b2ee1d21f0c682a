/** Web sockets over the live network, and what path effects do to an open one. */
import { expect, test } from 'vitest';
import type { Established } from '../../protocol/effects.ts';
import type { Channel, ChannelListener, Client, HttpRequest, Outcome } from '../ports.ts';
import { path, type Rig, startRig } from './rig.ts';

const HOST = 'his-lab1.servicebus.windows.net.lab.localhost';
const URL_OF_HOST = `wss://${HOST}/$servicebus/websocket?path=a`;
const PROTOCOL = 'mock-pta-signal.v1';

/** What one end of a channel heard. */
interface Ear extends ChannelListener {
  heard: string[];
  /** Settles with the reason. */
  over: Promise<string>;
}

function ear(): Ear {
  const heard: string[] = [];
  const { promise: over, resolve } = Promise.withResolvers<string>();
  const closed: Ear['closed'] = (failure) => resolve(failure ?? 'on purpose');
  return { heard, over, message: (text) => void heard.push(text), closed };
}

interface Server {
  ear: Ear;
  channel?: Channel;
  upgrades: { request: HttpRequest; client: Client }[];
}

/** A server that greets, and answers each `ping n` with `pong n`. */
async function startServer(rig: Rig): Promise<Server> {
  const server: Server = { ear: ear(), upgrades: [] };
  await rig.network.serve([HOST], {
    clientCertificate: 'requested',
    async accept(request, client) {
      server.upgrades.push({ request, client });
      const opened = (channel: Channel) => {
        server.channel = channel;
        channel.send('welcome');
        const message = (text: string) => {
          server.ear.message(text);
          if (text.startsWith('ping')) channel.send(text.replace('ping', 'pong'));
        };
        return { message, closed: server.ear.closed };
      };
      return { protocol: PROTOCOL, opened };
    },
  });
  return server;
}

async function open(rig: Rig, listener: ChannelListener): Promise<Channel> {
  const call = { from: rig.agent, timeoutMs: 30_000 };
  const outcome = await rig.network.open(URL_OF_HOST, PROTOCOL, listener, call);
  if (!outcome.ok) throw new Error(`${outcome.failure} at ${outcome.at}`);
  return outcome.value;
}

test('frames go both ways, and the server knows who opened the channel', async () => {
  await using rig = await startRig();
  const server = await startServer(rig);
  const client = ear();
  const channel = await open(rig, client);
  channel.send('ping 1');
  await rig.activity.quiet();
  expect(client.heard).toEqual(['welcome', 'pong 1']);
  expect(server.ear.heard).toEqual(['ping 1']);
  expect(server.upgrades).toMatchObject([
    { request: { url: URL_OF_HOST, headers: { 'sec-websocket-protocol': PROTOCOL } } },
  ]);
  expect(server.upgrades[0]?.client.certificate?.agentId).toBeDefined();
});

test('a frame that comes right behind the upgrade finds the channel in the caller’s hand', async () => {
  await using rig = await startRig();
  await startServer(rig);
  let channel: Channel | undefined;
  const { promise: greeted, resolve } = Promise.withResolvers<boolean>();
  const message = () => resolve(channel !== undefined);
  channel = await open(rig, { message, closed() {} });
  expect(await greeted).toBe(true);
});

test.each(['client', 'server'] as const)('the %s may close it on purpose', async (side) => {
  await using rig = await startRig();
  const server = await startServer(rig);
  const client = ear();
  const channel = await open(rig, client);
  (side === 'client' ? channel : server.channel)?.close();
  expect(await Promise.all([client.over, server.ear.over])).toEqual(['on purpose', 'on purpose']);
});

test.each<[string, object]>([
  ['refuses', { refuse: { status: 403, headers: { 'x-why': 'no' }, body: 'no' } }],
  ['speaks another protocol', { protocol: 'other', opened: () => ear() }],
])('a server that %s has refused the upgrade', async (_, verdict) => {
  await using rig = await startRig();
  const accept = async () => verdict as never;
  await rig.network.serve([HOST], { clientCertificate: 'none', accept });
  const call = { from: rig.agent, timeoutMs: 30_000 };
  const outcome = await rig.network.open(URL_OF_HOST, PROTOCOL, ear(), call);
  expect(outcome).toMatchObject({ ok: false, failure: 'upgrade-refused', at: 'upgrade' });
  expect(outcome.peer?.tls?.servername).toBe(HOST);
});

test('a server without web sockets refuses the upgrade', async () => {
  await using rig = await startRig();
  await rig.network.serve([HOST], { clientCertificate: 'none' });
  const call = { from: rig.agent, timeoutMs: 30_000 };
  const outcome = await rig.network.open(URL_OF_HOST, PROTOCOL, ear(), call);
  expect(outcome).toMatchObject({ ok: false, failure: 'upgrade-refused', at: 'upgrade' });
});

test('an upgrade that nobody answers runs out of lab time', async () => {
  await using rig = await startRig();
  const accept = () => new Promise<never>(() => {});
  await rig.network.serve([HOST], { clientCertificate: 'none', accept });
  const call = { from: rig.agent, timeoutMs: 30_000 };
  const opening: Promise<Outcome<Channel>> = rig.network.open(URL_OF_HOST, PROTOCOL, ear(), call);
  await rig.clock.advanceTo(rig.clock.nowMs() + 30_000);
  expect(await opening).toMatchObject({ ok: false, failure: 'timed-out', at: 'upgrade' });
});

async function openUnder(rig: Rig, established: Established) {
  const server = await startServer(rig);
  const client = ear();
  const channel = await open(rig, client);
  await rig.activity.quiet();
  rig.network.apply([path({ kind: 'drop', established })]);
  channel.send('ping 1');
  await rig.clock.advanceTo(rig.clock.nowMs() + 60_000);
  return { server, client, channel };
}

test('keep: an open channel goes on', async () => {
  await using rig = await startRig();
  const { client } = await openUnder(rig, 'keep');
  expect(client.heard).toEqual(['welcome', 'pong 1']);
});

test('cut: both ends see a reset', async () => {
  await using rig = await startRig();
  const { client, server } = await openUnder(rig, 'cut');
  expect(await Promise.all([client.over, server.ear.over])).toEqual(['reset', 'reset']);
});

test('blackhole: nothing arrives and nobody is told; after healing it does', async () => {
  await using rig = await startRig();
  const { client, server } = await openUnder(rig, 'blackhole');
  expect([client.heard, server.ear.heard]).toEqual([['welcome'], []]);
  rig.network.apply([]);
  await rig.activity.quiet();
  expect([client.heard, server.ear.heard]).toEqual([['welcome', 'pong 1'], ['ping 1']]);
});

test('every ping of a thousand has its pong before lab time goes on', async () => {
  await using rig = await startRig();
  await startServer(rig);
  const pings = 1000;
  const late: number[] = [];
  const heard: string[] = [];
  const channel = await open(rig, { message: (text) => void heard.push(text), closed() {} });
  await rig.activity.quiet();
  const ping = (n: number) => {
    if (heard.length !== n + 1) late.push(n);
    if (n === pings) return;
    channel.send(`ping ${n}`);
    rig.clock.at(rig.clock.nowMs() + 60_000, () => ping(n + 1));
  };
  ping(0);
  await rig.clock.advanceTo(rig.clock.nowMs() + pings * 60_000);
  expect(late).toEqual([]);
  expect(heard).toHaveLength(pings + 1);
});

test('a thousand periodic requests are answered, each before the next is due', async () => {
  await using rig = await startRig();
  const from = rig.agent;
  const request = {
    method: 'GET',
    url: 'https://worker1.msappproxy.net.lab.localhost/',
    headers: {},
  };
  const atMs: number[] = [];
  let failed = 0;
  const run = async (left: number) => {
    const startMs = rig.clock.nowMs();
    const outcome = await rig.network.request({ ...request, body: '' }, { from, timeoutMs: 500 });
    if (!outcome.ok) failed += 1;
    atMs.push(rig.clock.nowMs() - startMs);
    if (left > 1) rig.clock.at(startMs + 600, () => void run(left - 1));
  };
  const startMs = rig.clock.nowMs();
  rig.clock.at(startMs, () => void run(1000));
  await rig.clock.advanceTo(startMs + 600_000);
  expect({ answered: atMs.length, failed, latest: Math.max(...atMs) }).toEqual({
    answered: 1000,
    failed: 0,
    latest: 0,
  });
});
