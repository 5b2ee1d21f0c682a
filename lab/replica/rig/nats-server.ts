/** A real nats-server for tests and benchmarks: on loopback, its store in a folder that goes. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Nats extends AsyncDisposable {
  readonly url: string;
  /** Without a word, as a machine that fails. */
  kill(): Promise<void>;
  /** At the same address, with what was stored. */
  restart(): Promise<void>;
  readonly pid: number;
}

const READY = 'Server is ready';
const PLACE = /Listening for client connections on 127\.0\.0\.1:(\d+)/;

export function hasNats(): boolean {
  return spawnSync('nats-server', ['--version']).status === 0;
}

/** In `folder`, which is the caller's to remove. */
export async function startNats(folder: string): Promise<Nats> {
  let port = -1;
  let child = await run();
  async function run(): Promise<ChildProcess> {
    const args = ['-js', '-sd', folder, '-a', '127.0.0.1', '-p', String(port)];
    const server = spawn('nats-server', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    for await (const line of createInterface(server.stderr)) {
      port = Number(PLACE.exec(line)?.[1] ?? port);
      if (line.includes(READY)) break;
    }
    server.stderr.resume();
    return server;
  }
  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
  return {
    get url() {
      return `nats://127.0.0.1:${port}`;
    },
    get pid() {
      return child.pid ?? 0;
    },
    kill,
    async restart() {
      await kill();
      child = await run();
    },
    [Symbol.asyncDispose]: kill,
  };
}
