/** From nothing to a ready lab with three agents, against starting Node with nothing to do. */
import { spawnSync } from 'node:child_process';
import { type Figure, row } from './figure.ts';
import { startUpLab } from './up-process.ts';

const ROUNDS = 3;
const GOAL_MS = 1_500;

export const startUp: Figure = {
  name: 'start-up',
  about: '"pta-lab up" until ready, median of three, against 1.5 s; a bare Node start beside it',
  async measure(progress) {
    const readyMs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const up = await startUpLab();
      readyMs.push(up.readyMs);
      await up.stop();
    }
    const startMs = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    progress(`a bare Node start takes ${(performance.now() - startMs).toFixed(0)} ms`);
    const median = readyMs.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
    return [
      row(
        { name: 'start-up', value: median, unit: 'ms' },
        { what: 'goal in ms', value: GOAL_MS },
        { atMost: 1 },
      ),
    ];
  },
};
