import { expect, test } from 'vitest';
import { DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import type { PlanArguments } from '../plan.ts';
import { readPlan } from './read-plan.ts';

const USUAL: PlanArguments = {
  ...{ peak: 9, logonsPerHour: 1, peakFactor: 2, tolerateLoss: 1, skew: 0, seed: '1' },
  ...{ change: [], duration: 600_000, p95: 1_000 },
};

test('without a word about agents, sites say only where there may be some', () => {
  const { options } = readPlan({ ...USUAL, sites: 'hq,branch@40ms' });
  expect(options.given).toBe(false);
  expect(options.sites).toMatchObject([
    { name: 'hq', agents: [], capacity: DOCUMENTED_AGENT },
    { name: 'branch', agents: [], controllerLatencyMs: 40 },
  ]);
});

test.each<[string, Partial<PlanArguments>]>([
  ['--agents: expected 1 to 40, got 41', { agents: 41 }],
  ['--agents or a number for each site of --sites, got both', { agents: 4, sites: 'hq:2' }],
  [
    '--sites: expected a number of agents for each site or for none, got "hq:2,branch"',
    { sites: 'hq:2,branch' },
  ],
  ['--sites: expected each site once, got "hq,hq"', { sites: 'hq,hq' }],
  ['--peak: expected at most 100000/s, got 100001/s', { peak: 100_001 }],
  ['--tolerate-loss: expected 0 to 39, got 40', { tolerateLoss: 40 }],
  ['--capacity: expected that of a server, got "host"', { capacity: 'host' }],
])('what no plan can be made of is refused: %s', (sentence, asked) => {
  expect(() => readPlan({ ...USUAL, ...asked })).toThrow(sentence);
});

test('a plan for no peak is refused', () => {
  const { peak: _, ...nothing } = USUAL;
  expect(() => readPlan(nothing)).toThrow('expected --peak 900/s, --users with --logons-per-hour');
});
