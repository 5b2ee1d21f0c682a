/**
 * Random estates under random faults a second, on all cores: how much a night of searching covers.
 * There is no peer; the goal is that the runs of CI fit into two minutes.
 */
import { availableParallelism } from 'node:os';
import { searchOnThreads } from '../scenarios/proof/fuzz-pool.ts';
import { type Figure, row } from './figure.ts';

const RUNS = 500;
const GOAL_PER_SECOND = 500 / 120;

export const fuzz: Figure = {
  name: 'fuzz',
  about: 'random fault schedules a second in virtual time, each history checked, on all cores',
  async measure(progress) {
    const startMs = performance.now();
    const { tally, findings, crashes } = await searchOnThreads({
      ...{ runs: RUNS, seed: 'bench', threads: availableParallelism() },
      stop: new AbortController().signal,
      onProgress: () => {},
    });
    const perSecond = tally.runs / ((performance.now() - startMs) / 1000);
    progress(`${tally.signIns} sign-ins under ${tally.faults} faults, ${tally.refused} refused`);
    if (findings.length + crashes.length > 0) throw new Error('the search found a bug: see fuzz');
    const goal = { what: 'CI’s runs in two minutes', value: GOAL_PER_SECOND };
    return [row({ name: 'fuzz', value: perSecond, unit: 'runs/s' }, goal, { atLeast: 1 })];
  },
};
