/** One child process that runs an agent, and the channel to it. It gets next to no environment. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LabError } from '../../runtime/lab-error.ts';
import { keptVariables } from '../../runtime/live/kept-variables.ts';
import { threadsFor } from '../../runtime/live/thread-pool.ts';
import type { FromAgent, ToAgent } from './messages.ts';

export interface SpawnOptions {
  name: string;
  site: string;
  /** Agents that share the machine's cores. */
  processes: number;
  heard(message: FromAgent): void;
}

export interface AgentChild {
  readonly pid: number;
  post(message: ToAgent): void;
  /** Settles when it has gone, with why if nobody asked it to. */
  readonly gone: Promise<LabError | undefined>;
  /** In good order; what is not gone in a while is killed. */
  end(): void;
  kill(): void;
}

const MAIN = fileURLToPath(new URL('./agent-main.ts', import.meta.url));

/** Where many share a machine, small nurseries cost some more collections and less memory. */
const MANY = 8;
const SMALL_HEAP = ['--max-semi-space-size=1', '--max-old-space-size=96'];

const PATIENCE_MS = 5_000;

export function spawnAgent({ name, processes, heard }: Omit<SpawnOptions, 'site'>): AgentChild {
  const child = fork(MAIN, [name], {
    execArgv: processes > MANY ? SMALL_HEAP : [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...keptVariables(), UV_THREADPOOL_SIZE: String(threadsFor(processes)) },
  });
  let isEnding = false;
  const gone = whenGone(child).then((how) => {
    if (isEnding) return undefined;
    const sentence = `expected the process of ${name} to run until it is stopped, but it ended (${how})`;
    return new LabError('HARNESS_AGENT_PROCESS', sentence);
  });
  child.on('message', (message: FromAgent) => heard(message));
  return {
    pid: child.pid ?? 0,
    gone,
    // Who is just going hears nothing any more, and that is all right.
    post: (message) => void (child.connected && child.send(message, () => {})),
    end() {
      isEnding = true;
      if (child.connected) child.send({ type: 'stop' } satisfies ToAgent, () => {});
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      void gone.then(() => clearTimeout(timer));
    },
    kill() {
      isEnding = true;
      child.kill('SIGKILL');
    },
  };
}

/** Of the machine's out of processes or memory Node tells with an error instead of an end. */
function whenGone(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', ({ message }) => resolve(message));
  });
}
