/**
 * The steady state during the method: looked at again and again, beside whatever the method does. A
 * look that is still waiting for its answer when the next one is due stands for both.
 */
import type { Lab } from '../../lab/lab.ts';
import type { ProbeRecord, WatchedProbe } from '../journal/journal.ts';
import type { ProbeStep } from '../scenario.ts';
import { observeProbe, type ProbeCount } from './steady-state.ts';

/** Misses that a journal keeps in full. */
const MISSES_MAX = 10;

export interface Watch {
  /** Looks are left out until it is disposed. */
  hold(): Disposable;
  /** One for each probe. */
  seen(): WatchedProbe[];
  /** Ends the watch; waits for a look that is under way. */
  end(): Promise<void>;
}

export interface WatchOptions {
  lab: Lab;
  steps: readonly ProbeStep[];
  everyMs: number;
  count: ProbeCount;
  /** Called at each look that did not pass. */
  onMiss(record: ProbeRecord): void;
  onTrouble(error: unknown): void;
}

export const NO_WATCH: Watch = {
  hold: () => ({ [Symbol.dispose]: () => {} }),
  seen: () => [],
  end: async () => {},
};

export function startWatch(options: WatchOptions): Watch {
  const { lab, everyMs, onTrouble } = options;
  const tallies = createTallies(options);
  let held = 0;
  let under: Promise<void> | undefined;
  let next = lab.clock.at(lab.clock.nowMs() + everyMs, tick);

  function tick(): void {
    next = lab.clock.at(lab.clock.nowMs() + everyMs, tick);
    if (held > 0 || under !== undefined) return;
    under = look()
      .catch(onTrouble)
      .finally(() => {
        under = undefined;
      });
  }

  async function look(): Promise<void> {
    for (const [at, step] of options.steps.entries()) {
      const record = await observeProbe(lab, step, options.count);
      // A guard that began meanwhile has stopped agents on purpose.
      if (held > 0) return;
      tallies.count(at, record);
    }
  }

  return {
    hold() {
      held += 1;
      return {
        [Symbol.dispose]() {
          held -= 1;
        },
      };
    },
    seen: tallies.seen,
    async end() {
      next[Symbol.dispose]();
      if (under !== undefined) await lab.drive(under);
    },
  };
}

function createTallies({ steps, onMiss }: WatchOptions) {
  const tallies = steps.map(({ probe }) => {
    return { probe, looks: 0, passed: 0, misses: [] as ProbeRecord[] };
  });
  return {
    count(at: number, record: ProbeRecord): void {
      const tally = tallies[at];
      if (tally === undefined) return;
      tally.looks += 1;
      if (record.verdict === 'pass') {
        tally.passed += 1;
        return;
      }
      if (tally.misses.length < MISSES_MAX) tally.misses.push(record);
      onMiss(record);
    },
    seen: () => tallies.map((tally) => ({ ...tally, share: shareOf(tally) })),
  };
}

function shareOf({ looks, passed }: { looks: number; passed: number }): number | null {
  return looks === 0 ? null : Math.round((passed / looks) * 10_000) / 10_000;
}
