/**
 * The server that this process runs on, by one PowerShell script that anybody may read first:
 * `look.ps1`. It is started without a shell and ended when it takes too long.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MINUTE_MS } from '../../../protocol/time-units.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { ServerPort } from '../../probe-ports.ts';
import { parseLook, type WindowsLook } from './parse-look.ts';

const SCRIPT = fileURLToPath(new URL('./look.ps1', import.meta.url));
/** Listing all performance counters takes most of it. */
const LOOK_MS_MAX = 90_000;
const OUTPUT_BYTES_MAX = 32 * 1024 * 1024;
/** Several questions of one probe are one look. */
const FRESH_MS = 20_000;

export interface WindowsOptions {
  nowMs(): number;
  /** Program and arguments before the script's own. Default: Windows PowerShell. */
  command?: readonly [string, ...string[]];
  platform?: string;
}

const POWERSHELL: readonly [string, ...string[]] = [
  ...(['powershell.exe', '-NoLogo', '-NoProfile', '-NonInteractive', '-File', SCRIPT] as const),
];

/** @throws LabError `PROBE_SERVER` from each of its questions where this is not Windows. */
export function createWindowsServerPort(name: string, options: WindowsOptions): ServerPort {
  let last: { look: Promise<WindowsLook>; atMs: number; sinceMs: number } | undefined;
  function look(sinceMs = options.nowMs()): Promise<WindowsLook> {
    const nowMs = options.nowMs();
    const isFresh = last && nowMs - last.atMs < FRESH_MS && last.sinceMs <= sinceMs;
    if (!last || !isFresh) last = { look: runLook(options, nowMs - sinceMs), atMs: nowMs, sinceMs };
    return last.look;
  }
  return {
    name,
    describe: async () => (await look()).description,
    async events(sinceMs) {
      const { events } = await look(sinceMs);
      if ('unread' in events) throw unreadLog(events.unread);
      return events.filter(({ atMs }) => atMs >= sinceMs);
    },
    counters: async () => (await look(last?.sinceMs)).counters,
    failures: async (sinceMs) =>
      (await look(sinceMs)).failures.filter(({ atMs }) => atMs >= sinceMs),
  };
}

function unreadLog(what: string): LabError {
  const sentence = `Expected to read the agent’s event log, got ${what}: is an agent installed, and may you read it?`;
  return new LabError('PROBE_SERVER', sentence);
}

async function runLook(options: WindowsOptions, spanMs: number): Promise<WindowsLook> {
  const { platform = process.platform, command = POWERSHELL } = options;
  if (platform !== 'win32') {
    const sentence =
      `This is ${platform}, not the Windows server of an agent: run the probe there, or give --log ` +
      'with what was exported from it, or --lab with a running lab.';
    throw new LabError('PROBE_SERVER', sentence);
  }
  const minutes = Math.max(1, Math.ceil(spanMs / MINUTE_MS));
  return parseLook(await runScript(command, ['-SinceMinutes', String(minutes)]));
}

function runScript([program, ...first]: readonly [string, ...string[]], rest: readonly string[]) {
  const limits = { timeout: LOOK_MS_MAX, maxBuffer: OUTPUT_BYTES_MAX, windowsHide: true };
  return new Promise<string>((resolve, reject) => {
    const child = execFile(program, [...first, ...rest], limits, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const came = error.killed
        ? `no end within ${LOOK_MS_MAX / 1_000} s`
        : (firstLine(stderr) ?? `exit ${error.code ?? 'by a signal'}`);
      const sentence = `Expected ${program} to look at this server, got ${came}.`;
      reject(new LabError('PROBE_SERVER', sentence));
    });
    child.stdin?.end();
  });
}

function firstLine(text: string): string | undefined {
  const line = text.trim().split(/\r?\n/)[0]?.slice(0, 200);
  return line === '' ? undefined : line;
}
