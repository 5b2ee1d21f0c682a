/**
 * A Python process with Samba's modules (`accounts.py`) that stays open beside the controller and
 * writes into its database. Passwords go there by a pipe, and nowhere else.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LabError } from '../../../runtime/lab-error.ts';
import type { ControllerStart } from '../link/messages.ts';
import type { MirroredAccount } from '../outposts.ts';
import { lastWords, notProvisioned, PYTHON } from './run-samba-tool.ts';

export type Writing =
  | { do: 'accounts'; accounts: readonly MirroredAccount[] }
  | { do: 'policy'; policy: { threshold: number; durationMs: number; windowMs: number } }
  | { do: 'password'; name: string; password: string }
  /** Takes at once what the others know. */
  | { do: 'pull' }
  /** Whether changes of the others are taken; those missed come at once. */
  | { do: 'hear'; on: boolean };

export interface AccountWriter extends AsyncDisposable {
  /** Settles when it is in the database. @throws LabError `DIRECTORY_NOT_WRITTEN` */
  write(writing: Writing): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('./accounts.py', import.meta.url));
const ERROR_CHARS_KEPT = 2_000;

interface Answer {
  id: number;
  failed?: string;
}

/** `conf`: of another Samba than the machine's own. */
export function startAccountWriter(conf?: string): AccountWriter {
  const child = spawn(PYTHON, ['-B', SCRIPT], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...(conf !== undefined && { SMB_CONF_PATH: conf }) },
  });
  const waiting = new Map<number, PromiseWithResolvers<void>>();
  let lastId = 0;
  let errors = '';
  let ended: LabError | undefined;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-ERROR_CHARS_KEPT);
  });
  child.stdin.on('error', () => {});
  createInterface(child.stdout).on('line', (line) => {
    const { id, failed } = JSON.parse(line) as Answer;
    const asked = waiting.get(id);
    waiting.delete(id);
    if (failed === undefined) asked?.resolve();
    else asked?.reject(notWritten(failed));
  });
  const gone = new Promise<void>((resolve) => {
    const end = () => {
      ended = notProvisioned('accounts.py', lastWords(errors));
      for (const { reject } of waiting.values()) reject(ended);
      waiting.clear();
      resolve();
    };
    child.once('close', end).once('error', end);
  });
  return {
    write(writing) {
      if (ended) return Promise.reject(ended);
      lastId += 1;
      const asked = Promise.withResolvers<void>();
      waiting.set(lastId, asked);
      child.stdin.write(`${JSON.stringify({ ...writing, id: lastId })}\n`);
      return asked.promise;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await gone;
    },
  };
}

export function policyFor({
  adLockoutThreshold: threshold,
  adLockoutDurationMs: durationMs,
  adLockoutWindowMs: windowMs,
}: ControllerStart['lockout']): Writing {
  // The directory wants it so: nobody is counted for longer than they would be locked.
  const shorterMs = Math.min(windowMs, durationMs);
  return { do: 'policy', policy: { threshold, durationMs, windowMs: shorterMs } };
}

function notWritten(why: string): LabError {
  return new LabError(
    'DIRECTORY_NOT_WRITTEN',
    `expected Samba to take an account as the lab has it, but it refused: ${why}`,
  );
}
