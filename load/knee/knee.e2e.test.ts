/** The same on real sockets, at rates that a machine under other loads carries too. */
import { expect, test } from 'vitest';
import { startLab } from '../../lab/start-lab.ts';
import { saturationPerSecond } from '../../protocol/capacity.ts';
import { findKnee } from './find-knee.ts';
import { rampLab } from './ramp-lab.ts';

/** Ten a second: far below what the machine can do, whatever else runs on it. */
const CAPACITY = { cores: 2, serviceMs: 200, spread: 0.1, slots: 64, controllerTrips: 1 };

test('on real sockets, in processes of their own, agents end where their capacity does', async () => {
  await using lab = await startLab({
    ...{ mode: 'live', crypto: 'fast', agentProcesses: true, traffic: false },
    ...{ capacity: CAPACITY, agents: 2 },
  });
  const most = 2 * saturationPerSecond(CAPACITY, 0);
  const { tally } = await rampLab(lab, { from: 0.8 * most, to: 1.8 * most, forSeconds: 4 });
  const knee = findKnee(tally.seconds());
  expect((knee?.perSecond ?? 0) / most).toBeGreaterThan(0.85);
  expect((knee?.perSecond ?? 0) / most).toBeLessThan(1.1);
});
