/**
 * Our own engine as its parent sees it: starts the generator in a process of its own, hears its
 * seconds, ends it. The job goes by stdin and the target by its file: neither shows in `ps`.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { LabError } from '../../runtime/lab-error.ts';
import { keptVariables } from '../../runtime/live/kept-variables.ts';
import type { Engine, EngineOptions } from '../engine.ts';
import { checkForBuiltin } from '../generator/check-options.ts';
import type { EngineRun } from '../load-result.ts';
import { LOAD_ENV } from '../load-target.ts';
import { k6ExitCode } from '../run/exit-code.ts';
import type { Job, MeasuredRun, Said } from './generator-process.ts';
import { type MachineWatch, watchMachine } from './machine-load.ts';

const PROGRAM = path.join(import.meta.dirname, 'generator-process.ts');

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** `targetFile`: the one that k6 would read. */
export function createBuiltinEngine(targetFile: string, version: string): Engine {
  return {
    name: 'builtin',
    async run({ test, began, progress, stop }) {
      checkForBuiltin(test);
      const watch = watchMachine();
      const measured = await runGenerator({
        ...{ job: { options: test.options }, targetFile, progress, stop },
        ...(began && { began }),
      });
      return describeRun(measured, { version, watch, interrupted: stop.aborted });
    },
  };
}

export interface GeneratorRun extends Pick<EngineOptions, 'began' | 'progress' | 'stop'> {
  job: Job;
  /** As `load/live/keep-load-target.ts` writes it. */
  targetFile: string;
}

/** @throws LabError `TARGET_REFUSED`, `LOAD_…`, `HARNESS_GENERATOR` */
export async function runGenerator(options: GeneratorRun): Promise<MeasuredRun> {
  const { job, targetFile, progress, stop } = options;
  const child: Child = spawn(process.execPath, [PROGRAM], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...keptVariables(), [LOAD_ENV.target]: targetFile },
  });
  child.stdin.on('error', () => {});
  child.stdin.write(`${JSON.stringify(job)}\n`);
  const end = () => child.stdin.end();
  stop.addEventListener('abort', end, { once: true });
  if (stop.aborted) end();
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = `${complaint}${text}`.slice(-2_000);
  });
  let last: Said | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const said: Said = JSON.parse(line);
    if (said.type === 'second') progress(said.second, said.endsAtMs);
    else if (said.type === 'began') options.began?.(said.atMs);
    else last = said;
  }
  const code = await ended;
  stop.removeEventListener('abort', end);
  if (last?.type === 'run') return last.run;
  if (last?.type === 'error') throw new LabError(last.code, last.message);
  const sentence = `expected a run from the load generator, but its process ended with ${code}`;
  throw new LabError('HARNESS_GENERATOR', sentence, { cause: complaint });
}

interface Around {
  version: string;
  watch: MachineWatch;
  interrupted: boolean;
}

function describeRun(measured: MeasuredRun, { version, watch, interrupted }: Around): EngineRun {
  const { underWayMax, underWayLimit, behindP99, cpuShare, dropped, ...run } = measured;
  const { cores } = watch;
  return {
    ...{ engine: 'builtin', version, ...run },
    generator: {
      ...{ cpuShare, machineCpuShare: watch.share(), cores, dropped },
      ...{ underWayMax, underWayLimit, behindP99 },
    },
    exitCode: k6ExitCode(run.thresholds, interrupted),
  };
}
