/**
 * The whole catalogue in virtual mode: every fault under every combination of its choices, each
 * beside a control run, on all cores, as `npm test` does it.
 */
import { spawnSync } from 'node:child_process';
import { type Figure, row } from './figure.ts';

const FILES = ['test/catalogue.test.ts', 'test/catalogue-path.test.ts'];
const GOAL_S = 60;

export const catalogue: Figure = {
  name: 'catalogue',
  about: 'the whole catalogue in virtual mode on all cores, test runner included, against 60 s',
  async measure(progress) {
    const startMs = performance.now();
    const runner = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...FILES];
    const { status, stdout } = spawnSync(process.execPath, runner, { encoding: 'utf8' });
    const tookS = (performance.now() - startMs) / 1000;
    progress(stdout.split('\n').find((line) => line.includes('Tests')) ?? 'no tests ran');
    if (status !== 0) throw new Error('the catalogue is not green: the figure would mean nothing');
    return [
      row(
        { name: 'catalogue', value: tookS, unit: 's' },
        { what: 'goal in s', value: GOAL_S },
        { atMost: 1 },
      ),
    ];
  },
};
