/** Starts `pta-lab up --json` as a process of its own and waits for its one line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Ready } from '../lab/describe-ready.ts';

export interface Up {
  pid: number;
  /** What its one line says. */
  ready: Ready;
  /** Real time from the start of the process to its line. */
  readyMs: number;
  stop(): Promise<void>;
}

export async function startUpLab(...args: string[]): Promise<Up> {
  const startMs = performance.now();
  const child = spawn(process.execPath, ['cli/pta-lab.mjs', 'up', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk)),
    once(child, 'exit').then(() => {
      throw new Error('"pta-lab up" ended before it was ready');
    }),
  ]);
  const readyMs = performance.now() - startMs;
  return {
    pid: child.pid ?? 0,
    ready: JSON.parse(line) as Ready,
    readyMs,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
