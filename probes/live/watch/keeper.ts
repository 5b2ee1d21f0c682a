/**
 * Puts runs into the history. A disk that is full or a database that is locked stops no probe: what
 * could not be written waits, up to a bound, and goes in with the next run in one transaction.
 */
import { LabError } from '../../../runtime/lab-error.ts';
import type { ProbeRun } from '../../probe-run.ts';

export interface RunStore {
  appendAll(runs: readonly ProbeRun[]): void;
}

const WAITING_MAX = 10_000;

export interface Keeper {
  keep(run: ProbeRun): void;
  flush(): void;
  /** The last try: what waits is lost with the process, and that is said. */
  close(): void;
  /** Why the last one could not be written. */
  problem(): string | undefined;
  /** How many wait. */
  unkept(): number;
}

export function createKeeper(store: RunStore | undefined, tell: (line: string) => void): Keeper {
  let waiting: ProbeRun[] = [];
  let problem: string | undefined;
  let lost = 0;

  function flush(): void {
    if (store === undefined || waiting.length === 0) return;
    const failure = write(store, waiting);
    // One run that may never be written must not hold up the others for ever.
    if (failure?.code === REFUSED && waiting.length > 1) {
      waiting = waiting.filter((run) => {
        const alone = write(store, [run]);
        return alone !== undefined && alone.code !== REFUSED;
      });
      return;
    }
    if (failure !== undefined && problem === undefined) tell(`history: ${failure.message}`);
    if (failure === undefined && problem !== undefined) {
      tell(`history: works again, ${waiting.length} runs were kept late`);
    }
    problem = failure?.message;
    if (failure === undefined || failure.code === REFUSED) waiting = [];
  }

  return {
    keep(run: ProbeRun): void {
      if (store === undefined) return;
      waiting.push(run);
      if (waiting.length > WAITING_MAX) {
        waiting.shift();
        lost += 1;
      }
      flush();
    },
    flush,
    close(): void {
      flush();
      if (waiting.length > 0)
        tell(`history: ${waiting.length} runs could not be kept, and are lost`);
    },
    problem: () => (lost > 0 ? `${problem ?? 'works again'} (${lost} runs were lost)` : problem),
    unkept: () => waiting.length,
  };
}

function write(store: RunStore, runs: readonly ProbeRun[]): LabError | undefined {
  try {
    store.appendAll(runs);
    return undefined;
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}

/** The history says so of a run that contains a secret. */
const REFUSED = 'HISTORY_SECRET';
