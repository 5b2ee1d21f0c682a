/**
 * Chance on the path comes from the seed: the same world shows the same losses and hits, another
 * one shows others.
 */
import { expect, test } from 'vitest';
import { createVirtualWorld } from '../lab/worlds/virtual-world.ts';
import { timingsWith } from '../protocol/timings.ts';
import { createDice } from '../runtime/dice.ts';
import { createRig, onPath, RIG_SITES } from './network-rig.ts';

/** What twenty new connections meet, with the time that each phase took. */
async function story(seed: string): Promise<unknown[]> {
  const options = { sites: RIG_SITES, timings: timingsWith(), cryptoKind: 'stand-in' } as const;
  const { world, examine } = await createRig(
    await createVirtualWorld({ ...options, dice: createDice(seed) }),
  );
  world.applyPath([
    onPath({ kind: 'refuse', established: 'keep' }, { share: 0.3 }),
    onPath({ kind: 'loss', lossShare: 0.2 }),
  ]);
  const met: unknown[] = [];
  for (let dialled = 0; dialled < 20; dialled++) {
    const outcome = await examine();
    met.push([outcome.ok || outcome.failure, outcome.phaseMs]);
  }
  return met;
}

test('the same seed loses and refuses the same connections', async () => {
  const first = await story('one');
  expect(await story('one')).toEqual(first);
  expect(await story('two')).not.toEqual(first);
});
