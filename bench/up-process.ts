/** Starts `pta-lab up --json` as a process of its own and waits for its one line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Up {
  pid: number;
  /** Real time from the start of the process to its line. */
  readyMs: number;
  stop(): Promise<void>;
}

export async function startUpLab(): Promise<Up> {
  const startMs = performance.now();
  const child = spawn(process.execPath, ['cli/main.ts', 'up', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('"pta-lab up" ended before it was ready');
    }),
  ]);
  const readyMs = performance.now() - startMs;
  return {
    pid: child.pid ?? 0,
    readyMs,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
