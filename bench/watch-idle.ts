/**
 * What `pta-lab watch` costs while it does what it is for: ten modules a minute against a lab, for
 * a minute after it has settled. Without the lab, which is a process of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, row } from './figure.ts';
import { startUpLab } from './up-process.ts';

const GOAL_MB = 120;
const GOAL_CORE_PERCENT = 1;
const MODULES = 10;
const SETTLED_MS = 75_000;
const SAMPLE_MS = 60_000;
/** Clock ticks of `/proc` in a second, on every Linux of today. */
const TICKS = 100;

export const watchIdle: Figure = {
  name: 'watch-idle',
  about: 'memory and processor time of "pta-lab watch" with ten modules a minute',
  async measure(progress) {
    const folder = mkdtempSync(path.join(tmpdir(), 'pta-lab-bench-'));
    const up = await startUpLab('--no-proxy');
    try {
      writeFileSync(path.join(folder, 'up.json'), JSON.stringify(up.ready), { mode: 0o600 });
      writeFileSync(path.join(folder, 'probes.json'), JSON.stringify(tenModules()));
      const watch = startWatch(path.join(folder, 'probes.json'));
      progress('settling for 75 s, then a sample of 60 s');
      await sleep(SETTLED_MS);
      const before = ticksOf(watch);
      await sleep(SAMPLE_MS);
      const percent = ((ticksOf(watch) - before) / TICKS / (SAMPLE_MS / 1_000)) * 100;
      const megabytes = residentMb(watch);
      watch.kill('SIGTERM');
      await once(watch, 'exit');
      return [
        row(
          { name: 'watch-idle memory', value: megabytes, unit: 'MB' },
          { what: 'goal in MB', value: GOAL_MB },
          { atMost: 1 },
        ),
        row(
          { name: 'watch-idle processor', value: percent, unit: '% of a core' },
          { what: 'goal in %', value: GOAL_CORE_PERCENT },
          { atMost: 1 },
        ),
      ];
    } finally {
      await up.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function tenModules() {
  const probes = ['sign-in', 'discovery', 'agents'];
  const names = Array.from({ length: MODULES }, (_, index) => `m${index}`);
  return {
    ...{ history: 'history.db', listen: '127.0.0.1:0', targets: { lab: { lab: 'up.json' } } },
    modules: Object.fromEntries(
      names.map((name, index) => [name, { probe: probes[index % probes.length] }]),
    ),
    schedule: names.map((module) => ({ target: 'lab', module, every: '1m' })),
  };
}

/** As docs/watch.md has it run: a small young generation, and what was compiled is kept. */
function startWatch(file: string): ChildProcess {
  const args = ['cli/pta-lab.mjs', 'watch', '--config', file, '--quiet'];
  const env = { ...process.env, NODE_OPTIONS: '--max-semi-space-size=2' };
  return spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
}

/** User and system time of `/proc/{pid}/stat`, which counts its fields behind the name. */
function ticksOf({ pid }: ChildProcess): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) /);
  const [user, system] = fields.split(' ').slice(11, 13);
  return Number(user) + Number(system);
}

function residentMb({ pid }: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1_000;
}
