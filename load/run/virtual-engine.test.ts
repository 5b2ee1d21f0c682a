/** A load run in virtual time against the protocol code of a whole lab. */
import { expect, test } from 'vitest';
import { startLab } from '../../lab/start-lab.ts';
import { DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import type { LoadTest } from '../load-test.ts';
import { createVirtualEngine } from './virtual-engine.ts';

const users = { timeUnit: '1s', preAllocatedVUs: 10, maxVUs: 500 };
const leaving: LoadTest = {
  id: 'leaving',
  question: 'Is a run the same each time, and does what happens in it happen?',
  options: {
    scenarios: {
      people: {
        executor: 'constant-arrival-rate',
        exec: 'signIn',
        rate: 40,
        duration: '6s',
        ...users,
      },
      departure: {
        ...{ executor: 'shared-iterations', exec: 'removeAgent', startTime: '2s' },
        ...{ vus: 1, iterations: 1 },
      },
    },
    thresholds: { sign_in_duration: ['p(95)<1000'], dropped_iterations: ['count<1'] },
  },
};

async function runOnce(seed: string) {
  await using lab = await startLab({ seed, agents: 2, traffic: false, capacity: DOCUMENTED_AGENT });
  const run = await createVirtualEngine(lab, '0', 'openid profile').run({
    test: leaving,
    settings: { peak: 40, agents: 2 },
    progress: () => {},
    stop: new AbortController().signal,
  });
  return { run, agents: lab.entra.connectedAgents().map(({ machineName }) => machineName) };
}

test('a run in virtual time is the same each time, and an agent leaves in the midst of it', async () => {
  const first = await runOnce('7');
  expect(first.agents).toEqual(['agt-1']);
  expect(first.run.latency.count).toBe(240);
  expect(first.run.thresholds.map(({ met }) => met)).toEqual([true, true]);
  expect((await runOnce('7')).run).toEqual(first.run);
  expect((await runOnce('8')).run.seconds).not.toEqual(first.run.seconds);
});
