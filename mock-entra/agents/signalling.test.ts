/** Signalling connections: who may open one, how long it counts, what is said on it. */
import { expect, test } from 'vitest';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { proves } from '../../test/parity/proves.ts';
import { createWorld, START_MS, TENANT_ID } from '../stub-world.ts';
import { clientOf, endpointFor, enrol, listen, openChannel } from './stub-agent.ts';

const T = timingsWith();

test('a keepalive is answered with its own number', async () => {
  const world = await createWorld();
  const channel = await listen(world, await enrol(world, 'agt-1'));
  channel.send('{"type":"keepalive","sequence":7}');
  expect(channel.frames).toEqual([{ type: 'keepalive-ack', sequence: 7 }]);
});

test(
  proves(
    'agents.signalling',
    'a connection silent for the timeout is closed, one that is heard stays',
  ),
  async () => {
    const world = await createWorld();
    const silent = await listen(world, await enrol(world, 'agt-1'));
    const heard = await listen(world, await enrol(world, 'agt-2'));
    await world.clock.advanceTo(START_MS + T.keepAliveTimeoutMs - 1);
    heard.send('{"type":"keepalive","sequence":1}');
    expect(world.entra.connectedAgents()).toHaveLength(2);
    await world.clock.advanceTo(START_MS + T.keepAliveTimeoutMs);
    expect(silent.closed).toBe(true);
    expect(world.entra.connectedAgents()).toMatchObject([{ machineName: 'agt-2', listeners: 1 }]);

    const lastHeardMs = START_MS + T.keepAliveTimeoutMs - 1;
    await world.clock.advanceTo(lastHeardMs + T.keepAliveTimeoutMs - 1);
    expect(heard.closed).toBe(false);
    await world.clock.advanceTo(lastHeardMs + T.keepAliveTimeoutMs);
    expect(heard.closed).toBe(true);
  },
);

test.each(['', 'nonsense', '[]', '{"type":"notify"}', '{"type":"keepalive"}'])(
  'a frame that is no agent’s closes the connection: %s',
  async (text) => {
    const world = await createWorld();
    const channel = await listen(world, await enrol(world, 'agt-1'));
    channel.send(text);
    expect(channel.closed).toBe(true);
    expect(world.entra.connectedAgents()).toEqual([]);
  },
);

test('an acknowledgement needs no answer', async () => {
  const world = await createWorld();
  const channel = await listen(world, await enrol(world, 'agt-1'));
  channel.send('{"type":"ack","requestId":"x"}');
  expect(channel).toMatchObject({ closed: false, frames: [] });
});

test('without the certificate of an agent the upgrade is refused', async () => {
  const world = await createWorld();
  const agent = await enrol(world, 'agt-1');
  const url = await endpointFor(world, agent);
  const { address } = clientOf(agent);
  await expect(openChannel(world, url, { address })).rejects.toThrow('403 No client certificate');
  await expect(openChannel(world, url, clientOf(agent))).resolves.toBeDefined();
});

test('the queue of another tenant is not found', async () => {
  const world = await createWorld();
  const agent = await enrol(world, 'agt-1');
  const url = `wss://${labHost(HOSTS.signalling)}/$servicebus/websocket?path=${TENANT_ID}_x`;
  await expect(openChannel(world, url, clientOf(agent))).rejects.toThrow('404');
});

test('a live upgrade on a port of its own finds the same queue', async () => {
  const world = await createWorld();
  const agent = await enrol(world, 'agt-1');
  const url = await endpointFor(world, agent);
  const live = url.replace('wss:', 'https:').replace('.localhost/', '.localhost:8443/');
  await expect(openChannel(world, live, clientOf(agent))).resolves.toBeDefined();
});
