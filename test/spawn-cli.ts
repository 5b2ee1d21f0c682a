/**
 * Runs the command line as a person does, with the Node that runs the tests, and waits for its end.
 */
import { spawnSync } from 'node:child_process';
import { COMPILE_CACHE } from '../runtime/live/kept-variables.ts';

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

const LIMIT_MS = 120_000;

export function spawnCli(
  args: readonly string[],
  { env = {}, node = [], execPath = process.execPath, limitMs = LIMIT_MS }: SpawnOptions = {},
): CliResult {
  const { status, stdout, stderr } = spawnSync(execPath, [...node, 'cli/main.ts', ...args], {
    encoding: 'utf8',
    timeout: limitMs,
    maxBuffer: 64 * 1024 * 1024,
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env, NO_COLOR: '1', ...env },
  });
  return { code: status, stdout, stderr };
}

interface SpawnOptions {
  env?: Record<string, string>;
  /** Arguments for Node itself. */
  node?: readonly string[];
  execPath?: string;
  /** Default: two minutes. */
  limitMs?: number;
}

/** Plants one bug in one module of the process that is started, see `mutation/plant.mjs`. */
export function planted(file: string, from: string, to: string): SpawnOptions {
  return {
    node: ['--import', './test/mutation/plant.mjs'],
    // What is compiled there is not what others should find.
    env: { NODE_DISABLE_COMPILE_CACHE: '1', PLANT_FILE: file, PLANT_FROM: from, PLANT_TO: to },
  };
}
