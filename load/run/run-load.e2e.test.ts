/** What a run is asked for reaches its lab, and what the lab was is what the result says. */
import { expect, test } from 'vitest';
import { DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import { type LoadRun, runLoad } from './run-load.ts';

const capacity = { ...DOCUMENTED_AGENT, cores: 2 };

const RUN: Omit<LoadRun, 'skew' | 'agents' | 'settings'> = {
  ...{ virtual: true, seed: 'run', capacity, crypto: 'rsa', version: '0' },
  ...{ stop: new AbortController().signal, onProgress: () => {} },
  test: {
    ...{ id: 'own', question: 'Is it told?', file: '/nowhere' },
    options: {
      scenarios: {
        one: {
          ...({ executor: 'constant-arrival-rate', exec: 'signIn' } as const),
          ...{ rate: 100, timeUnit: '1s', duration: '4s', preAllocatedVUs: 20, maxVUs: 400 },
        },
      },
      thresholds: { sign_ins: ['count>0'] },
    },
  },
};

test('skew, capacity and number of agents are the lab’s, and in the result', async () => {
  const settings = { peak: 100, agents: 2 };
  const { agents, cloud, restsOn, verdict } = await runLoad({
    ...RUN,
    skew: 0.5,
    agents: 2,
    settings,
  });
  expect(restsOn).toMatchObject({ mode: 'virtual', crypto: 'stand-in', capacity, skew: 0.5 });
  expect([verdict, cloud.results, agents.length]).toEqual(['pass', { '0': 400 }, 2]);
  // Two of three, within four standard deviations of so many draws.
  expect(Math.abs((agents[0]?.share ?? 0) - 2 / 3)).toBeLessThan(0.1);
});
