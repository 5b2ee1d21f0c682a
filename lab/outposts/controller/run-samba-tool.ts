/**
 * Runs Samba's own tools, and says with their last words what they refused. No password is ever
 * among the arguments, and none is repeated.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LabError } from '../../../runtime/lab-error.ts';
import { codeOf } from '../../../runtime/live/failure.ts';

/** Debian's own Python has Samba's modules; another one on PATH may not. */
export const PYTHON = '/usr/bin/python3';
export const SAMBA_TOOL = '/usr/bin/samba-tool';

const OUTPUT_CHARS_KEPT = 4_000;
/** Provisioning takes five seconds of a free processor; a machine that builds has none. */
const TOOL_MS_MAX = 220_000;
const TOO_SLOW = `it was not done within ${TOOL_MS_MAX / 1000} s: this machine has too much else to do`;

/** @throws LabError `DIRECTORY_NOT_PROVISIONED` */
export async function runSambaTool(
  program: typeof SAMBA_TOOL | '/usr/sbin/samba_spnupdate',
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(PYTHON, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    timeout: TOOL_MS_MAX,
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out = (said.out + text).slice(-OUTPUT_CHARS_KEPT);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err = (said.err + text).slice(-OUTPUT_CHARS_KEPT);
  });
  const what = [program.split('/').at(-1), ...args.slice(0, 2)].join(' ');
  try {
    const [status, signal] = await once(child, 'close');
    if (status === 0) return;
    if (child.killed) throw notProvisioned(what, TOO_SLOW);
    if (signal) throw notProvisioned(what, `it was ended (${signal}), perhaps for want of memory`);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw notProvisioned(what, 'Samba is not installed here');
    throw error;
  }
  throw notProvisioned(what, lastWords(`${said.out}\n${said.err}`));
}

/** The line that says what was wrong, rather than the lines that say where. */
export function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /^(ERROR|\w*Error|Failed|samba-tool)/.test(line));
  return (errors.at(-1) ?? lines.at(-1) ?? 'it said nothing').trim().slice(0, 300);
}

export function notProvisioned(what: string, why: string): LabError {
  const sentence = `expected a domain controller of Samba, but ${what} failed: ${why}; look at the container's log, and use the image's target "controller"`;
  return new LabError('DIRECTORY_NOT_PROVISIONED', sentence);
}
