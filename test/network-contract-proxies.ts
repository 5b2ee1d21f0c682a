/**
 * The network contract's part about sites that go out through a web proxy: what those who use it
 * meet, and those who do not.
 */
import { expect } from 'vitest';
import type { ProxyBehaviour } from '../protocol/effects.ts';
import { controllerHost, labHost } from '../protocol/hosts.ts';
import { Secret } from '../runtime/secret.ts';
import { type Contract, onPath } from './network-rig.ts';

function proxy(behaviour: ProxyBehaviour, established: 'keep' | 'cut' = 'keep') {
  return onPath({ kind: 'proxy', behaviour, established });
}

const ALL = { hosts: ['*'] };

export const PROXIES: Contract = [
  [
    'a site with a proxy lets out who uses it, and nobody else',
    async ({ network, get, ask, behind, runOut, seen }) => {
      const outcome = await ask(behind(true));
      expect(outcome).toMatchObject({ ok: true, phaseMs: { proxy: expect.any(Number) } });
      expect(seen[0]?.certificate).toBeDefined();
      expect(await runOut(network.request(get, behind(false)))).toMatchObject({
        failure: 'timed-out',
        at: 'connect',
      });
    },
  ],
  [
    'a proxy that wants a password, cannot reach the host, or is not there, says so as such',
    async ({ world, examine, behind }) => {
      for (const [behaviour, failure] of [
        ['asks-for-credentials', 'proxy-authentication-required'],
        ['bad-gateway', 'proxy-refused'],
        ['down', 'refused'],
      ] as const) {
        world.applyPath([proxy(behaviour)]);
        expect(await examine(behind(true))).toMatchObject({ ok: false, failure, at: 'proxy' });
      }
    },
  ],
  [
    'controllers are as far away as the estate says, and never behind the web proxy',
    async ({ world, network, call, behind, runOut }) => {
      const host = controllerHost('dc-1');
      const bind = async () => ({ win32: 0 });
      await using _ = await network.serve([host], { clientCertificate: 'none', bind });
      world.applyPath([onPath({ kind: 'proxy', behaviour: 'down', established: 'cut' }, ALL)]);
      const asked = { userPrincipalName: 'alice@contoso.example', password: new Secret('x') };
      const far = await runOut(network.bind(`ldaps://${host}`, asked, call()));
      expect(far).toMatchObject({ ok: true, value: { win32: 0 } });
      expect(far.phaseMs.exchange).toBeGreaterThan(590);
      const near = await runOut(network.bind(`ldaps://${host}`, asked, behind(true)));
      expect(near).toMatchObject({ ok: true });
      expect(near.phaseMs.exchange).toBeLessThan(590);
    },
  ],
  [
    'what a proxy does touches nobody who goes direct',
    async ({ world, ask }) => {
      await ask();
      world.applyPath([proxy('asks-for-credentials', 'cut')]);
      expect(await ask()).toMatchObject({ ok: true, phaseMs: { exchange: expect.any(Number) } });
    },
  ],
  [
    'behind a proxy a firewall, and a name nobody knows, look like the proxy’s own failure',
    async ({ world, network, get, examine, behind }) => {
      const failed = { failure: 'proxy-refused', at: 'proxy' };
      world.applyPath([onPath({ kind: 'refuse', established: 'keep' })]);
      expect(await examine(behind(true))).toMatchObject(failed);
      world.applyPath([onPath({ kind: 'resolve', answer: 'no-such-name', delayMs: 0 })]);
      expect(await examine(behind(true))).toMatchObject(failed);
      const url = `https://${labHost('nobody.example.net')}/`;
      const unknown = network.request({ ...get, url }, behind(true));
      expect(await world.clock.drive(unknown)).toMatchObject(failed);
    },
  ],
  [
    'behind a proxy a drop runs into the time-out while the proxy is asked',
    async ({ world, network, get, behind, runOut }) => {
      world.applyPath([onPath({ kind: 'drop', established: 'keep' })]);
      expect(await runOut(network.request(get, behind(true)))).toMatchObject({
        failure: 'timed-out',
        at: 'proxy',
      });
    },
  ],
  [
    'a proxy that refuses web sockets inspects: requests pass without a client certificate',
    async ({ world, ask, openEcho, behind, seen }) => {
      world.applyPath([proxy('refuses-upgrades')]);
      expect(await ask(behind(true))).toMatchObject({ ok: true, value: { status: 200 } });
      expect(seen.map(({ certificate }) => certificate)).toEqual([undefined]);
      const { opened } = await openEcho(behind(true));
      expect(opened).toMatchObject({ failure: 'upgrade-refused', at: 'upgrade' });
      expect(seen).toHaveLength(1);
    },
  ],
  [
    'who cannot read the PAC file goes direct, which this site does not allow; who needs none stays',
    async ({ world, network, get, ask, behind, runOut }) => {
      world.applyPath([proxy('broken-pac')]);
      const outcome = await runOut(network.request(get, behind(true)));
      expect(outcome).toMatchObject({ failure: 'timed-out', at: 'connect' });
      expect(outcome.phaseMs.proxy).toBeUndefined();
      expect(await ask(behind('named'))).toMatchObject({ ok: true });
    },
  ],
  [
    'a proxy that goes down cuts what goes through it, and lets it through again',
    async ({ world, openEcho, behind, pass, ask }) => {
      const through = await openEcho(behind(true));
      const direct = await openEcho();
      world.applyPath([proxy('down', 'cut')]);
      await pass(1_000);
      expect([through.closed, direct.closed]).toEqual([['reset'], []]);
      world.applyPath([]);
      expect(await ask(behind(true))).toMatchObject({ ok: true });
    },
  ],
];
