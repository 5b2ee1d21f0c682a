/**
 * For tests: the real program in a process of its own, in a folder of its own that is removed at
 * the end. Every process it starts is ended with it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { COMPILE_CACHE } from '../runtime/live/kept-variables.ts';

const MAIN = path.join(import.meta.dirname, 'main.ts');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Program {
  /** Resolves once this was said on stdout or stderr. */
  said(text: string): Promise<string>;
  signal(name: NodeJS.Signals): void;
  ended: Promise<Ended>;
}

export interface Desk extends AsyncDisposable {
  folder: string;
  /** Writes a file and returns its path. */
  write(name: string, text: string): string;
  start(...args: string[]): Program;
  run(...args: string[]): Promise<Ended>;
}

/** `env`: instead of what this process has. */
export function createDesk(env: NodeJS.ProcessEnv = {}): Desk {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-cli-'));
  const programs: { child: ChildProcess; ended: Promise<Ended> }[] = [];
  const start = (...args: string[]) => {
    const { child, program } = spawnProgram(folder, args, env);
    programs.push({ child, ended: program.ended });
    return program;
  };
  return {
    folder,
    write(name, text) {
      writeFileSync(path.join(folder, name), text);
      return path.join(folder, name);
    },
    start,
    run: (...args) => start(...args).ended,
    async [Symbol.asyncDispose]() {
      for (const { child } of programs) child.kill('SIGKILL');
      await Promise.allSettled(programs.map(({ ended }) => ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function spawnProgram(folder: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: {
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...process.env,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 90_000,
  });
  const heard = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      heard[name] += text;
      child.emit('heard');
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, ...heard }));
  });
  const said = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const all = `${heard.stdout}${heard.stderr}`;
        if (all.includes(text)) resolve(all);
      };
      child.on('heard', look);
      ended.then(() => reject(new Error(`never said "${text}": ${JSON.stringify(heard)}`)), reject);
      look();
    });
  const program: Program = { said, signal: (name) => void child.kill(name), ended };
  return { child, program };
}
