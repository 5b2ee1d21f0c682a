/**
 * The network contract's part about controllers: who they are is told to anybody, and what is asked
 * on a connection of its own shows the path as it is now.
 */
import { expect } from 'vitest';
import { labHost } from '../protocol/hosts.ts';
import type { RootDse } from '../runtime/ports.ts';
import { type Contract, onPath, type Rig, TIMEOUT_MS } from './network-rig.ts';

const DC = labHost('dc-1.example.net');
const URL_OF_DC = `ldaps://${DC}`;
const ROOT: RootDse = { timeMs: Date.UTC(2026, 10, 2, 8, 0, 7), hostName: DC };

async function serveController({ world }: Rig, rootDse = async () => ROOT) {
  return world.network.serve([DC], {
    ...{ clientCertificate: 'none', plain: [88, 389], rootDse },
    bind: async () => ({ win32: 0 }),
  });
}

export const DIRECTORY: Contract = [
  [
    'a controller says who it is without a bind, and its other ports take a connection',
    async (rig) => {
      const { world, network, call } = rig;
      await using _ = await serveController(rig);
      const ask = () => world.clock.drive(network.rootDse(URL_OF_DC, call()));
      expect(await ask()).toMatchObject({ ok: true, value: ROOT });
      const examine = (port: number) =>
        world.clock.drive(network.examine(`http://${DC}:${port}`, call()));
      expect(await examine(88)).toMatchObject({ ok: true });
      expect(await examine(389)).toMatchObject({ ok: true });
      expect(await examine(80)).toMatchObject({ ok: false, failure: 'refused', at: 'connect' });
      world.applyPath([onPath({ kind: 'refuse', established: 'keep' })]);
      expect(await ask()).toMatchObject({ ok: false, failure: 'refused', at: 'connect' });
    },
  ],
  [
    'a controller that hangs does not say who it is either, until time runs out',
    async (rig) => {
      await using _ = await serveController(rig, () => new Promise(() => {}));
      const asked = rig.network.rootDse(URL_OF_DC, rig.call());
      await rig.pass(TIMEOUT_MS);
      const outcome = await rig.world.clock.drive(asked);
      expect(outcome).toMatchObject({ ok: false, failure: 'timed-out', at: 'exchange' });
    },
  ],
  [
    'what is asked on a connection of its own does not see that an old one still stands',
    async ({ network, get, call, ask, block, runOut }) => {
      await ask();
      block('keep');
      expect(await runOut(network.request(get, { ...call(), fresh: true }))).toMatchObject({
        failure: 'timed-out',
        at: 'connect',
      });
      expect(await ask()).toMatchObject({ ok: true });
    },
  ],
];
