/** What a killed test process leaves in the engine is gone with the next run, and nothing else. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { needs } from '../needs.ts';
import { runtimeImage } from './lab-images.ts';
import { nameRun, ownLabels, sweepDeadRuns } from './run.ts';

const ABANDON = fileURLToPath(new URL('../../test/containers/abandon.ts', import.meta.url));

needs('containers')(
  'after kill -9 of a test, the next run removes its container, network and volume',
  async () => {
    const image = runtimeImage();
    const labels = Object.entries(ownLabels()).map(([name, value]) => `--label=${name}=${value}`);
    const ours = docker('create', ...labels, image).stdout.trim();
    const child = spawn(process.execPath, [ABANDON, image], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface(child.stdout), 'line');
    const left: string[] = JSON.parse(line);
    expect(left.map(isThere)).toEqual([true, true, true]);
    sweepDeadRuns();
    expect(left.map(isThere), 'its process is still there').toEqual([true, true, true]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    sweepDeadRuns();
    expect(left.map(isThere)).toEqual([false, false, false]);
    expect(isThere(ours), 'of a process that is there').toBe(true);
    docker('rm', ours);
  },
);

needs('containers')('a process has one name for as long as it lives', () => {
  expect(nameRun(process.pid)).toMatch(new RegExp(`^${process.pid}-\\d+$`));
  expect(nameRun(process.pid)).toBe(nameRun(process.pid));
  expect(nameRun(2 ** 22 + 1)).toBeUndefined();
});

function docker(...args: readonly string[]) {
  return spawnSync('docker', args, { encoding: 'utf8' });
}

function isThere(name: string): boolean {
  return docker('inspect', name).status === 0;
}
