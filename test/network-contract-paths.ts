/**
 * The network contract's part about what lies between a server and the cloud: one case per kind of
 * path effect at least. Both networks must show the same failure in the same phase.
 */
import { expect } from 'vitest';
import type { Presented } from '../protocol/effects.ts';
import { labHost, OTHER_HOST } from '../protocol/hosts.ts';
import type { NetworkFailure } from '../protocol/network-failure.ts';
import {
  AGENT_ID,
  CLOUD,
  type Contract,
  onPath,
  PLAIN_URL,
  type Rig,
  TIMEOUT_MS,
} from './network-rig.ts';

const SRV = '_ldap._tcp.dc._msdcs.corp.example.net';

const PRESENTED: readonly (readonly [Exclude<Presented, 'valid'>, NetworkFailure])[] = [
  ['expired', 'certificate-expired'],
  ['not-yet-valid', 'certificate-not-yet-valid'],
  ['wrong-name', 'certificate-wrong-name'],
  ['client-usage', 'certificate-wrong-usage'],
  ['old-protocol', 'protocol-version'],
  ['no-common-cipher', 'no-common-cipher'],
];

async function expectPresented({ world, examine, ask }: Rig): Promise<void> {
  for (const authority of ['trusted', 'unknown'] as const) {
    for (const [presents, failure] of PRESENTED) {
      // Node looks at the name only of a chain that it trusts.
      if (authority === 'unknown' && presents === 'wrong-name') continue;
      world.applyPath([onPath({ kind: 'inspect', authority, presents, established: 'cut' })]);
      expect([authority, presents, await examine()]).toMatchObject([
        authority,
        presents,
        { failure, at: 'tls' },
      ]);
    }
  }
  world.applyPath([]);
  expect(await ask()).toMatchObject({ ok: true });
}

export const PATHS: Contract = [
  ['what an inspecting proxy shows of itself decides how the handshake fails', expectPresented],
  [
    'what an inspecting proxy carried ends with it, and not before',
    async ({ world, seen, ask, openEcho, pass, block }) => {
      const inspect = onPath({
        ...{ kind: 'inspect', authority: 'trusted', presents: 'valid', established: 'keep' },
      });
      world.applyPath([inspect]);
      const { closed } = await openEcho();
      await ask();
      world.applyPath([inspect, onPath({ kind: 'drop', established: 'keep' })]);
      expect(await ask()).toMatchObject({ ok: true });
      expect(seen.map(({ certificate }) => certificate)).toEqual([undefined, undefined, undefined]);
      block('keep');
      await pass(1_000);
      expect(closed).toEqual(['reset']);
      world.applyPath([]);
      await ask();
      expect(seen[3]?.certificate?.agentId).toBe(AGENT_ID);
    },
  ],
  [
    'a stalled path connects and then says nothing, whichever direction is lost',
    async ({ world, network, get, call, runOut, seen }) => {
      for (const direction of ['both', 'out', 'in'] as const) {
        world.applyPath([onPath({ kind: 'stall', direction, established: 'keep' })]);
        expect(await runOut(network.request(get, call()))).toMatchObject({
          failure: 'timed-out',
          at: 'tls',
        });
      }
      expect(seen).toEqual([]);
    },
  ],
  [
    'where answers are lost a plain request still arrives, where requests are lost it does not',
    async ({ world, network, get, call, runOut, seen }) => {
      for (const direction of ['in', 'out'] as const) {
        world.applyPath([onPath({ kind: 'stall', direction, established: 'keep' })]);
        const work = network.request({ ...get, url: PLAIN_URL }, call());
        expect(await runOut(work)).toMatchObject({ failure: 'timed-out', at: 'exchange' });
        expect(seen).toHaveLength(1);
      }
    },
  ],
  [
    'an open web socket on a half-open path is heard and hears nothing until it heals',
    async ({ world, openEcho, received, pass }) => {
      const { heard, closed, channel } = await openEcho();
      world.applyPath([onPath({ kind: 'stall', direction: 'in', established: 'blackhole' })]);
      channel.send('one');
      await pass(60_000);
      expect([received, heard, closed]).toEqual([['one'], [], []]);
      world.applyPath([]);
      await pass(1_000);
      expect(heard).toEqual(['echo one']);
    },
  ],
  [
    'what two effects hold flows when the last of them ends',
    async ({ world, openEcho, pass }) => {
      const { heard, channel } = await openEcho();
      const first = onPath({ kind: 'drop', established: 'blackhole' });
      const second = onPath({ kind: 'refuse', established: 'blackhole' });
      world.applyPath([first, second]);
      channel.send('one');
      world.applyPath([second]);
      await pass(5_000);
      expect(heard).toEqual([]);
      world.applyPath([]);
      await pass(5_000);
      expect(heard).toEqual(['echo one']);
    },
  ],
  [
    'a path that loses everything never connects, one that loses some takes longer',
    async ({ world, network, call, runOut, pass, openEcho }) => {
      const url = `https://${CLOUD}/`;
      world.applyPath([onPath({ kind: 'loss', lossShare: 1 })]);
      expect(await runOut(network.examine(url, call()))).toMatchObject({
        failure: 'timed-out',
        at: 'connect',
      });
      world.applyPath([]);
      const { heard, channel } = await openEcho();
      world.applyPath([onPath({ kind: 'loss', lossShare: 0.5 })]);
      const sent = Array.from({ length: 12 }, (_, at) => `${at}`);
      for (const text of sent) {
        channel.send(text);
        await pass(10);
      }
      expect(heard.length).toBeLessThan(sent.length);
      await pass(3_600_000);
      expect(heard).toEqual(sent.map((text) => `echo ${text}`));
    },
  ],
  [
    'a delay acts on open connections, adds to an inspection, and ends when the path heals',
    async ({ world, network, get, call, ask, runOut, seen }) => {
      await ask();
      const delay = onPath({ kind: 'delay', delayMs: 1_000 });
      world.applyPath([delay]);
      const slow = await runOut(network.request(get, call()));
      expect(slow.phaseMs.exchange).toBeGreaterThan(1_990);
      const authority = { authority: 'trusted', presents: 'valid' } as const;
      world.applyPath([onPath({ kind: 'inspect', established: 'cut', ...authority }), delay]);
      await runOut(network.examine(get.url, call()));
      const inspected = await runOut(network.request(get, call()));
      expect(inspected.phaseMs.exchange).toBeGreaterThan(1_990);
      expect(seen.map(({ certificate }) => certificate !== undefined)).toEqual([true, true, false]);
      world.applyPath([]);
      expect((await ask()).phaseMs.exchange).toBeLessThan(1_000);
    },
  ],
  [
    'a name may be unknown to a site, or lead to somebody else',
    async ({ world, ask, examine }) => {
      world.applyPath([onPath({ kind: 'resolve', answer: 'no-such-name', delayMs: 0 })]);
      expect(await ask()).toMatchObject({ failure: 'name-not-resolved', at: 'resolve' });
      world.applyPath([onPath({ kind: 'resolve', answer: 'wrong-address', delayMs: 0 })]);
      const wrong = await examine();
      expect(wrong).toMatchObject({ failure: 'certificate-wrong-name', at: 'tls' });
      expect(wrong.peer?.tls?.chain[0]?.dnsNames).toEqual([labHost(OTHER_HOST)]);
    },
  ],
  [
    'a late answer of the resolver takes its time from the call',
    async ({ world, network, get, call, runOut }) => {
      world.applyPath([onPath({ kind: 'resolve', answer: 'late', delayMs: 5_000 })]);
      const late = await runOut(network.request(get, call()));
      expect(late).toMatchObject({ ok: true });
      expect(late.phaseMs.resolve).toBeGreaterThan(4_990);
      world.applyPath([onPath({ kind: 'resolve', answer: 'late', delayMs: 2 * TIMEOUT_MS })]);
      const never = runOut(network.examine(get.url, call()));
      expect(await never).toMatchObject({ failure: 'timed-out', at: 'resolve' });
    },
  ],
  [
    'what is open keeps working when names do not',
    async ({ world, ask, examine }) => {
      await ask();
      world.applyPath([onPath({ kind: 'resolve', answer: 'no-such-name', delayMs: 0 })]);
      expect(await ask()).toMatchObject({ ok: true });
      expect(await examine()).toMatchObject({ failure: 'name-not-resolved' });
    },
  ],
  [
    'plain HTTP answers on the ports that are served, and on no other',
    async ({ askPlain, seen, network, serving, world, call }) => {
      const outcome = await askPlain();
      expect(outcome).toMatchObject({ ok: true, value: { status: 200, body: 'POST /x b hello' } });
      expect([outcome.peer?.tls, seen[0]?.certificate]).toEqual([undefined, undefined]);
      expect(await askPlain(`http://${CLOUD}:8080/x`)).toMatchObject({ ok: true });
      expect(await askPlain(`http://${CLOUD}:88/x`)).toMatchObject({
        failure: 'refused',
        at: 'connect',
      });
      await serving[Symbol.asyncDispose]();
      const examined = await world.clock.drive(network.examine(PLAIN_URL, call()));
      expect(examined).toMatchObject({ failure: 'refused', at: 'connect' });
    },
  ],
  [
    'a block of one port leaves the others alone',
    async ({ world, ask, askPlain }) => {
      world.applyPath([onPath({ kind: 'refuse', established: 'cut' }, { ports: [443] })]);
      expect(await ask()).toMatchObject({ failure: 'refused' });
      expect(await askPlain()).toMatchObject({ ok: true });
      world.applyPath([onPath({ kind: 'reset', established: 'cut' }, { ports: [80, 8080] })]);
      expect(await ask()).toMatchObject({ ok: true });
      expect(await askPlain()).toMatchObject({ failure: 'reset', at: 'exchange' });
    },
  ],
  [
    'an effect with a share hits about that part of the new connections',
    async ({ world, examine }) => {
      world.applyPath([onPath({ kind: 'refuse', established: 'keep' }, { share: 0.5 })]);
      let refused = 0;
      for (let dialled = 0; dialled < 40; dialled++) refused += (await examine()).ok ? 0 : 1;
      expect(refused).toBeGreaterThan(10);
      expect(refused).toBeLessThan(30);
    },
  ],
  [
    'who speaks no TLS 1.2 is refused in the handshake',
    async ({ ask, call }) => {
      expect(await ask(call({ tls12: false }))).toMatchObject({
        failure: 'protocol-version',
        at: 'tls',
      });
    },
  ],
  [
    'an SRV record names the hosts that were published, unless the path loses it',
    async ({ world, network, call }) => {
      const look = () => world.clock.drive(network.resolveService(SRV, call()));
      const missing = { failure: 'name-not-resolved', at: 'resolve' };
      expect(await look()).toMatchObject(missing);
      network.publish(SRV, ['dc-1.example', 'dc-2.example']);
      expect(await look()).toMatchObject({ ok: true, value: ['dc-1.example', 'dc-2.example'] });
      world.applyPath([onPath({ kind: 'resolve', answer: 'no-such-name', delayMs: 0 })]);
      expect(await look()).toMatchObject(missing);
      world.applyPath([]);
      network.publish(SRV, []);
      expect(await look()).toMatchObject(missing);
    },
  ],
];
