/**
 * Samba as a process group of its own: started, ended, and held with SIGSTOP as `docker pause`
 * holds a container. Who calls a held one is still connected, by the kernel; nobody answers.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { codeOf } from '../../../runtime/live/failure.ts';
import { awaitLdaps } from './await-ldaps.ts';
import { notProvisioned } from './run-samba-tool.ts';

export interface SambaProcess extends AsyncDisposable {
  readonly running: boolean;
  /** Nothing, if it runs. */
  start(): void;
  end(): Promise<void>;
  hold(on: boolean): void;
}

/** Debian's place; that folder need not be on PATH. */
const SAMBA = '/usr/sbin/samba';
const GRACE_MS = 3_000;

/** `ended` is told when it goes without having been asked to. */
export function createSambaProcess(ended: (error: Error) => void): SambaProcess {
  let child: ChildProcess | undefined;
  let held = false;

  async function end(): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending) await endGroup(ending, held);
    held = false;
  }

  return {
    get running() {
      return child !== undefined;
    },
    start() {
      if (child) return;
      const started = spawn(SAMBA, ['-F', '--no-process-group'], {
        stdio: 'ignore',
        detached: true,
      });
      child = started;
      const lost = (why: string) => {
        if (child !== started) return;
        child = undefined;
        ended(notProvisioned('samba', why));
      };
      started.once('error', ({ message }) => lost(message));
      started.once('close', (status) => lost(`it ended with ${status}`));
    },
    end,
    hold(on) {
      if (!child || on === held) return;
      held = on;
      signal(child, on ? 'SIGSTOP' : 'SIGCONT');
    },
    [Symbol.asyncDispose]: end,
  };
}

async function endGroup(ending: ChildProcess, held: boolean): Promise<void> {
  const gone = once(ending, 'close');
  signal(ending, 'SIGTERM');
  if (held) signal(ending, 'SIGCONT');
  const killing = setTimeout(() => signal(ending, 'SIGKILL'), GRACE_MS);
  await gone;
  clearTimeout(killing);
  // The first of them goes before the others have.
  signal(ending, 'SIGKILL');
  await awaitLdaps('127.0.0.1', false, GRACE_MS);
}

/** To the whole group: Samba is many processes. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch (error) {
    // Gone in the same moment: that is what was wanted, or `ended` hears of it.
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}
