/**
 * Runs the search on several threads. Numbers are handed out in order; what comes back is counted
 * as it comes, so only the order of progress differs between machines, never a finding.
 */
import { Worker } from 'node:worker_threads';
import { addTally, type Finding, NO_RUNS, type Tally } from './fuzz.ts';

export interface FuzzOptions {
  runs: number;
  seed: string;
  /** An estate file to search on. Default: a random estate for each run. */
  estateFile?: string;
  /** The first run's number. Default 1. */
  from?: number;
  threads: number;
  /** No more runs are begun once it is aborted. */
  stop: AbortSignal;
  onProgress(tally: Tally): void;
}

export interface FuzzResult {
  tally: Tally;
  findings: readonly Finding[];
  /** Our own bugs, with the number of the run. */
  crashes: readonly { run: number; crash: string }[];
}

type Answer = { run: number } & ({ tally: Tally; finding?: Finding } | { crash: string });

/** Ends at the first finding of each thread: one bug is usually found many times. */
export async function searchOnThreads(options: FuzzOptions): Promise<FuzzResult> {
  const { runs, from = 1, threads, stop, onProgress } = options;
  const result = {
    tally: NO_RUNS,
    findings: [] as Finding[],
    crashes: [] as FuzzResult['crashes'][0][],
  };
  let next = from;
  const take = () => {
    const over = stop.aborted || next >= from + runs;
    return over || result.findings.length + result.crashes.length > 0 ? undefined : next++;
  };
  const note = (answer: Answer) => {
    if ('crash' in answer) return void result.crashes.push(answer);
    result.tally = addTally(result.tally, answer.tally);
    if (answer.finding) result.findings.push(answer.finding);
    onProgress(result.tally);
  };
  const count = Math.max(1, Math.min(threads, runs));
  await Promise.all(Array.from({ length: count }, () => work(options, take, note)));
  result.findings.sort((one, other) => one.run - other.run);
  return result;
}

function work(
  { seed, estateFile }: FuzzOptions,
  take: () => number | undefined,
  note: (answer: Answer) => void,
): Promise<void> {
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), {
    workerData: { seed, estateFile },
  });
  return new Promise((resolve, reject) => {
    const ask = () => {
      const run = take();
      if (run === undefined) worker.terminate().then(() => resolve(), reject);
      else worker.postMessage(run);
    };
    worker.on('message', (answer: Answer) => {
      note(answer);
      ask();
    });
    worker.on('error', reject);
    ask();
  });
}
