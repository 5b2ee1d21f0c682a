/** Memory of a running lab with three agents, against a bare Node process on the same machine. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Figure, row } from './figure.ts';
import { startUpLab, type Up } from './up-process.ts';

const GOAL_RATIO = 4;

export const memory: Figure = {
  name: 'memory',
  about: 'resident memory of "pta-lab up" with three agents against a bare Node process',
  async measure() {
    const up = await startUpLab();
    const value = residentMb(up);
    await up.stop();
    const bare = Number(
      spawnSync(process.execPath, ['-p', 'process.memoryUsage().rss / 1e6'], { encoding: 'utf8' })
        .stdout,
    );
    return [
      row(
        { name: 'memory', value, unit: 'MB' },
        { what: 'bare Node in MB', value: bare },
        { atMost: GOAL_RATIO },
      ),
    ];
  },
};

/** Linux says it in `/proc`; elsewhere the figure cannot be taken. */
function residentMb({ pid }: Up): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1000;
}
