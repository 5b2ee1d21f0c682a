/**
 * One contract for both networks: what a caller and a server see when the path behaves and when it
 * does not. Run by `network-virtual.test.ts` and `network-live.e2e.test.ts`; a difference between
 * the two is a bug.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../lab/worlds/world.ts';
import { labHost } from '../protocol/hosts.ts';
import { DIRECTORY } from './network-contract-directory.ts';
import { PATHS } from './network-contract-paths.ts';
import { PROXIES } from './network-contract-proxies.ts';
import {
  AGENT_ID,
  CLOUD,
  type Contract,
  createRig,
  onPath,
  type Rig,
  TIMEOUT_MS,
  URL_,
} from './network-rig.ts';

export const CONNECTIONS: Contract = [
  [
    'carries a request and its answer, and the client certificate',
    async ({ seen, ask }) => {
      const outcome = await ask();
      expect(outcome).toMatchObject({ ok: true, value: { status: 200, body: 'POST /x b hello' } });
      expect(outcome.peer?.tls?.chain.at(-1)?.subject).toBe('pta-lab CA');
      expect(seen[0]?.certificate?.agentId).toBe(AGENT_ID);
    },
  ],
  [
    'an unknown name is not resolved, a name nobody serves is refused',
    async ({ world, network, serving, get, call, ask }) => {
      const url = `https://${labHost('nobody.example.net')}/`;
      expect(await world.clock.drive(network.request({ ...get, url }, call()))).toMatchObject({
        ok: false,
        failure: 'name-not-resolved',
        at: 'resolve',
      });
      await serving[Symbol.asyncDispose]();
      expect(await ask()).toMatchObject({ ok: false, failure: 'refused', at: 'connect' });
    },
  ],
  [
    'a dropped connection runs into the time-out while connecting',
    async ({ world, network, get, call, runOut }) => {
      world.applyPath([onPath({ kind: 'drop', established: 'keep' })]);
      const startMs = world.clock.nowMs();
      const outcome = await runOut(network.request(get, call()));
      expect(outcome).toMatchObject({ ok: false, failure: 'timed-out', at: 'connect' });
      expect(world.clock.nowMs() - startMs).toBeGreaterThanOrEqual(TIMEOUT_MS);
    },
  ],
  [
    'a connect time-out shorter than the call ends a dropped connection earlier',
    async ({ world, network, get, call }) => {
      world.applyPath([onPath({ kind: 'drop', established: 'keep' })]);
      let ended = false;
      const work = network.request(get, { ...call(), connectTimeoutMs: 2_000 });
      void work.then(() => {
        ended = true;
      });
      await world.clock.advanceTo(world.clock.nowMs() + 1_900);
      expect(ended).toBe(false);
      await world.clock.advanceTo(world.clock.nowMs() + 101);
      expect(await world.clock.drive(work)).toMatchObject({ failure: 'timed-out', at: 'connect' });
    },
  ],
  [
    'a refused connection fails while connecting, a reset one in the handshake',
    async ({ world, ask }) => {
      world.applyPath([onPath({ kind: 'refuse', established: 'keep' })]);
      expect(await ask()).toMatchObject({ failure: 'refused', at: 'connect' });
      world.applyPath([onPath({ kind: 'reset', established: 'keep' })]);
      expect(await ask()).toMatchObject({ failure: 'reset', at: 'tls' });
    },
  ],
  [
    'effects for other sites, components or hosts change nothing',
    async ({ world, ask }) => {
      const drop = { on: 'path', kind: 'drop', established: 'keep' } as const;
      world.applyPath([
        { ...drop, scope: { hosts: ['*'], sites: ['branch'] } },
        { ...drop, scope: { hosts: ['*'], components: ['agt-2'] } },
        { ...drop, scope: { hosts: ['*.other.net'] } },
      ]);
      expect(await ask()).toMatchObject({ ok: true });
    },
  ],
  [
    'an inspecting proxy whose CA is trusted shows its own chain and loses the client certificate',
    async ({ world, seen, ask }) => {
      world.applyPath([
        onPath({ kind: 'inspect', authority: 'trusted', presents: 'valid', established: 'cut' }),
      ]);
      const outcome = await ask();
      expect(outcome).toMatchObject({ ok: true, value: { status: 200 } });
      expect(outcome.peer?.tls?.chain.at(-1)?.subject).toBe('pta-lab inspection CA (hq)');
      expect(seen).toHaveLength(1);
      expect(seen[0]?.certificate).toBeUndefined();
    },
  ],
  [
    'an inspecting proxy whose CA is unknown fails in the handshake, and its chain is seen',
    async ({ world, seen, ask }) => {
      world.applyPath([
        onPath({ kind: 'inspect', authority: 'unknown', presents: 'valid', established: 'cut' }),
      ]);
      const outcome = await ask();
      expect(outcome).toMatchObject({ failure: 'certificate-untrusted', at: 'tls' });
      expect(outcome.peer?.tls?.chain.at(-1)?.subject).toBe('pta-lab inspection CA (unknown)');
      expect(seen).toEqual([]);
    },
  ],
  [
    'an idle connection survives a block that keeps what is established',
    async ({ ask, block }) => {
      await ask();
      block('keep');
      expect(await ask()).toMatchObject({ ok: true, phaseMs: { exchange: expect.any(Number) } });
    },
  ],
  [
    'after a block that cuts, a request needs a new connection and cannot have it',
    async ({ network, get, call, ask, runOut, block, pass }) => {
      await ask();
      block('cut');
      await pass(1);
      expect(await runOut(network.request(get, call()))).toMatchObject({
        failure: 'timed-out',
        at: 'connect',
      });
    },
  ],
  [
    'on a blackholed connection a request runs into its time-out in the exchange',
    async ({ world, network, get, call, ask, runOut, block }) => {
      await ask();
      block('blackhole');
      expect(await runOut(network.request(get, call()))).toMatchObject({
        failure: 'timed-out',
        at: 'exchange',
      });
      world.applyPath([]);
      expect(await ask()).toMatchObject({ ok: true });
    },
  ],
  [
    'an idle connection is closed after its idle time, so that a later block stops it',
    async ({ world, network, get, call, ask, runOut, block }) => {
      await ask();
      block('keep');
      await world.clock.advanceTo(world.clock.nowMs() + 300_001);
      expect(await runOut(network.request(get, call()))).toMatchObject({ at: 'connect' });
    },
  ],
  [
    'a web socket carries frames both ways and says when it is closed',
    async ({ openEcho, pass }) => {
      const { heard, closed, channel } = await openEcho();
      channel.send('one');
      channel.send('two');
      await pass(1_000);
      expect(heard).toEqual(['echo one', 'echo two']);
      channel.close();
      await pass(1_000);
      expect(closed).toEqual([undefined]);
    },
  ],
  [
    'a cut web socket is reset, a blackholed one is silent until the path heals',
    async ({ world, block, openEcho, pass }) => {
      const cut = await openEcho();
      block('cut');
      await pass(1_000);
      expect(cut.closed).toEqual(['reset']);
      world.applyPath([]);

      const held = await openEcho();
      block('blackhole');
      held.channel.send('late');
      await pass(60_000);
      expect([held.heard, held.closed]).toEqual([[], []]);
      world.applyPath([]);
      await pass(1_000);
      expect(held.heard).toEqual(['echo late']);
    },
  ],
  [
    'a refused upgrade is a failure of its own',
    async ({ world, network, call }) => {
      const outcome = await world.clock.drive(
        network.open(`wss://${CLOUD}/socket`, 'other.v1', { message() {}, closed() {} }, call()),
      );
      expect(outcome).toMatchObject({ ok: false, failure: 'upgrade-refused', at: 'upgrade' });
    },
  ],
  [
    'a delayed path takes longer and still works',
    async ({ world, network, get, call, pass }) => {
      world.applyPath([onPath({ kind: 'delay', delayMs: 1_000 })]);
      const startMs = world.clock.nowMs();
      const work = network.request(get, call());
      await pass(TIMEOUT_MS);
      expect(await world.clock.drive(work)).toMatchObject({ ok: true });
      expect(world.clock.nowMs() - startMs).toBeGreaterThanOrEqual(1_000);
    },
  ],
  [
    'examining a server shows its chain and asks nothing of it',
    async ({ world, network, seen, call }) => {
      const outcome = await world.clock.drive(network.examine(URL_, call()));
      expect(outcome).toMatchObject({ ok: true });
      expect(outcome.peer?.tls?.servername).toBe(CLOUD);
      expect(seen).toEqual([]);
    },
  ],
];

export const WHOLE_CONTRACT: Contract = [...CONNECTIONS, ...PATHS, ...PROXIES, ...DIRECTORY];

export function describeNetwork(
  kind: string,
  contract: Contract,
  createWorld: () => Promise<World>,
): void {
  describe(`the ${kind} network`, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await createRig(await createWorld());
    });
    afterEach(async () => {
      await rig.serving[Symbol.asyncDispose]();
      await rig.world[Symbol.asyncDispose]();
    });
    for (const [name, check] of contract) test(name, () => check(rig));
  });
}
