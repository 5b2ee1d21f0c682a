/**
 * k6 as an engine: a process of its own, whose CSV is read as it runs. Nothing secret goes into its
 * arguments: passwords are in the target's file, whose name is in the environment.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { MICROSOFT_PATTERNS } from '../../protocol/microsoft-domains.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Engine, EngineOptions } from '../engine.ts';
import { endOf, underWayLimitOf } from '../generator/arrivals.ts';
import type { EngineRun } from '../load-result.ts';
import { LOAD_ENV } from '../load-target.ts';
import type { LoadOptions } from '../load-test.ts';
import { INTERRUPTED_EXIT_CODE, isWholeRun } from '../run/exit-code.ts';
import { createK6Count, type K6Count } from '../run/k6-count.ts';
import { createK6Rows } from '../run/k6-rows.ts';
import { browserEnv } from './browser-env.ts';
import { cpuMsOf, watchMachine } from './machine-load.ts';
import { scriptEnv } from './read-load-test.ts';

export interface K6Options {
  command: string;
  version: string;
  /** Of the script. */
  file: string;
  targetFile: string;
  /** PEM file with the lab's CA. */
  caFile: string;
}

const LOOK_EVERY_MS = 250;
/** k6 writes its rows that often; a second is told when they must have come. */
const WRITES_EVERY_MS = 200;

/** The lab of such a run listens there only, so a script of one's own has no business elsewhere. */
const ALL_BUT_LOOPBACK = [
  ...['0.0.0.0/2', '64.0.0.0/3', '96.0.0.0/4', '112.0.0.0/5', '120.0.0.0/6', '124.0.0.0/7'],
  ...['126.0.0.0/8', '128.0.0.0/1', '::/0'],
].join(',');

type Child = ChildProcessByStdio<null, Readable, Readable>;

export function createK6Engine(k6: K6Options): Engine {
  return {
    name: 'k6',
    async run(options) {
      const watch = watchMachine();
      const startedMs = performance.now();
      const child = startK6(k6, options);
      const { exitCode, complaint, counted, cpuMs } = await follow(child, options);
      const { underWayMax, dropped, ...run } = counted;
      const { test } = options;
      const cpuShare = cpuMs === undefined ? undefined : cpuMs / (performance.now() - startedMs);
      return {
        ...{ engine: 'k6', version: k6.version, ...run },
        generator: {
          ...(cpuShare !== undefined && { cpuShare }),
          ...{ machineCpuShare: watch.share(), cores: watch.cores },
          ...{ dropped, underWayMax, underWayLimit: underWayLimitOf(test.options) },
        },
        exitCode,
        ...(complaint !== '' && { complaint }),
      } satisfies EngineRun;
    },
  };
}

/**
 * Detached: Ctrl-C in a terminal reaches the whole group, and k6 takes two of them as "at once".
 */
function startK6(k6: K6Options, { settings, test }: EngineOptions): Child {
  const quiet = ['--quiet', '--no-color', '--no-usage-report', '--summary-mode', 'disabled'];
  const child = spawn(
    k6.command,
    ['run', ...quiet, '--log-format', 'raw', '--out', 'csv=-', k6.file],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...browserEnv(process.env),
        ...process.env,
        ...scriptEnv(settings),
        [LOAD_ENV.target]: k6.targetFile,
        SSL_CERT_FILE: k6.caFile,
        K6_BLOCK_HOSTNAMES: blockedIn(test.options),
        K6_BLACKLIST_IPS: ALL_BUT_LOOPBACK,
        // For a module it does not have, k6 asks Grafana's servers to build another k6.
        K6_AUTO_EXTENSION_RESOLUTION: 'false',
        K6_CSV_TIME_FORMAT: 'unix_milli',
        K6_CSV_SAVE_INTERVAL: `${WRITES_EVERY_MS}ms`,
      },
    },
  );
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('close', () => process.off('exit', end));
  return child;
}

/** Goes before what a script says: one of somebody's own need not have our options. */
function blockedIn({ blockHostnames = [] }: LoadOptions): string {
  return [...new Set([...MICROSOFT_PATTERNS, ...blockHostnames])].join(',');
}

interface Followed {
  exitCode: number;
  complaint: string;
  counted: ReturnType<K6Count['finish']>;
  cpuMs: number | undefined;
}

async function follow(child: Child, { test, progress, began, stop }: EngineOptions) {
  const count = createK6Count(test.options);
  const rows = createK6Rows(count.wanted);
  const endsAtMs = endOf(test.options);
  const { promise, resolve, reject } = Promise.withResolvers<Followed>();
  let complaint = '';
  let cpuMs: number | undefined;
  let hasBegun = false;
  const look = setInterval(() => {
    cpuMs = (child.pid && cpuMsOf(child.pid)) || cpuMs;
    const startMs = count.startMs();
    if (startMs !== undefined && !hasBegun) began?.(startMs);
    hasBegun ||= startMs !== undefined;
    const written = Date.now() - 2 * WRITES_EVERY_MS;
    for (const second of count.closeUntil(written)) progress(second, endsAtMs);
  }, LOOK_EVERY_MS);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const row of rows.take(text)) count.add(row);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = `${complaint}${text}`.slice(0, 4_000);
  });
  const interrupt = () => child.kill('SIGINT');
  stop.addEventListener('abort', interrupt, { once: true });
  if (stop.aborted) interrupt();
  child.once('error', (cause) => {
    reject(new LabError('LOAD_K6', 'expected k6 to start, but it did not', { cause }));
  });
  child.once('close', (code) => {
    const exitCode = code ?? INTERRUPTED_EXIT_CODE;
    const counted = count.finish(isWholeRun(exitCode));
    resolve({ exitCode, complaint: sentenceOf(complaint, exitCode), counted, cpuMs });
  });
  return promise.finally(() => {
    clearInterval(look);
    stop.removeEventListener('abort', interrupt);
  });
}

/** What k6 wrote last where it did not come to an end of its own; else it was only remarks. */
function sentenceOf(complaint: string, exitCode: number): string {
  if (isWholeRun(exitCode) || exitCode === INTERRUPTED_EXIT_CODE) return '';
  const lines = complaint.split('\n').filter((line) => line.trim() !== '' && !/^\s/.test(line));
  const told = lines.find((line) => /error|aborted|expected|refused/i.test(line)) ?? lines.at(-1);
  return (told ?? '').replace(/ at \w+ \(file:.*$/, '').slice(0, 300);
}
