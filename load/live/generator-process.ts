/**
 * Our own generator in a process of its own: what it measures must not wait for the event loop of
 * the cloud. Its parent writes one line of JSON to stdin and closes it to end the run early; what
 * the run sees comes back on stdout, one JSON a line. Signals are the parent's business.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { LabError } from '../../runtime/lab-error.ts';
import { endOf, isOpen } from '../generator/arrivals.ts';
import { type Generated, generate } from '../generator/generate.ts';
import type { EngineRun, LoadSecond } from '../load-result.ts';
import { LOAD_ENV, type LoadTarget } from '../load-target.ts';
import type { LoadOptions } from '../load-test.ts';
import { openConnections } from './connections.ts';
import { createLiveActs } from './live-acts.ts';
import { originOf, proveTarget } from './prove-target.ts';

export interface Job {
  options: LoadOptions;
}

/** Open at a time, of loopback's 28,000 ports; the lab's own connections need some too. */
const CONNECTIONS_MAX = 4_000;

export type Said =
  | { type: 'began'; atMs: number }
  | { type: 'second'; second: LoadSecond; endsAtMs: number }
  | { type: 'run'; run: MeasuredRun }
  | { type: 'error'; code: string; message: string };

/** What the process itself knows of its run. */
export type MeasuredRun = Pick<
  EngineRun,
  'durationMs' | 'seconds' | 'latency' | 'results' | 'failed' | 'thresholds'
> &
  Omit<Generated, 'tally' | 'metrics'> & { dropped: number; cpuShare: number };

const beat = {
  nowMs: () => performance.now(),
  at(dueMs: number, run: () => void): Disposable {
    const timer = setTimeout(run, Math.max(0, dueMs - performance.now()));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};

function say(said: Said): void {
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

async function runJob({ options }: Job, stop: AbortSignal): Promise<MeasuredRun> {
  const target: LoadTarget = JSON.parse(readFileSync(process.env[LOAD_ENV.target] ?? '', 'utf8'));
  const connections = openConnections(originOf(target), target.caPem, CONNECTIONS_MAX);
  try {
    await proveTarget(target, connections);
    await connections.warmUp(configurationOf(target), warmOf(options));
    const cpu = process.cpuUsage();
    say({ type: 'began', atMs: Date.now() });
    const generated = await generate({
      ...{ options, beat, stop, acts: createLiveActs(target, connections) },
      progress: (second) => say({ type: 'second', second, endsAtMs: endOf(options) }),
    });
    const { user, system } = process.cpuUsage(cpu);
    return describe(generated, (user + system) / 1000 / Math.max(1, generated.durationMs));
  } finally {
    await connections.close();
  }
}

/** What every client asks for first. */
function configurationOf({ authority }: LoadTarget): string {
  return `${new URL(authority).pathname}/v2.0/.well-known/openid-configuration`;
}

const WARM_MAX = 64;

function warmOf({ scenarios }: LoadOptions): number {
  const users = Object.values(scenarios).map((one) => (isOpen(one) ? one.preAllocatedVUs : 0));
  return Math.min(WARM_MAX, Math.max(1, ...users));
}

function describe({ tally, metrics, ...measured }: Generated, cpuShare: number): MeasuredRun {
  const thresholds = metrics.outcomes();
  const dropped = tally.droppedTotal;
  return {
    ...measured,
    ...tally.totals(),
    seconds: tally.seconds(),
    thresholds,
    dropped,
    cpuShare,
  };
}

for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => {});
/** The parent is gone: nobody is left to hear. */
process.stdout.on('error', () => process.exit(0));

const stopping = new AbortController();
const lines = createInterface({ input: process.stdin });
lines.on('close', () => stopping.abort());
const [first = ''] = await new Promise<string[]>((resolve) => {
  lines.once('line', (line) => resolve([line]));
  lines.once('close', () => resolve([]));
});
const job: Job = JSON.parse(first);
await runJob(job, stopping.signal).then(
  (run) => say({ type: 'run', run }),
  (error: unknown) => {
    const code = error instanceof LabError ? error.code : 'HARNESS_GENERATOR';
    say({ type: 'error', code, message: error instanceof Error ? error.message : String(error) });
  },
);
lines.close();
process.stdin.destroy();
