/** `pta-lab outpost` as a container runs it, without a lab to dial. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { COMPILE_CACHE } from '../runtime/live/kept-variables.ts';
import { spawnCli } from '../test/spawn-cli.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'pta-lab-outpost-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('waits for its lab, is not ready, and ends when it is told to', async () => {
  const readyFile = path.join(folder, 'ready');
  // Of an earlier life of this container.
  writeFileSync(readyFile, '');
  const words = ['outpost', 'agent', '--name', 'agt-1', '--run-folder', path.join(folder, 'run')];
  const child = spawn(process.execPath, ['cli/main.ts', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, PTA_LAB_READY_FILE: readyFile },
  });
  const ended = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line');
  expect(JSON.parse(String(line))).toMatchObject({ name: 'agt-1', event: 'waiting' });
  expect(existsSync(readyFile)).toBe(false);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('an outpost has to be told who it is', () => {
  const { code, stderr } = spawnCli(['outpost', 'controller']);
  expect(code).toBe(2);
  expect(stderr).toContain('expected --name for an outpost controller');
});
