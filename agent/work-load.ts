/**
 * What an agent tells of its load: how many validations it answered, has begun, has waiting, and
 * how long they waited. Counting costs nothing worth naming, so it is always on.
 */

export interface WorkLoad {
  /** Answered, since the process of the agent started. */
  validations: number;
  /** Begun and not yet answered. */
  busy: number;
  waiting: number;
  /** Wait before the work began, ms, of all that were begun; absent where there were none. */
  waitP95?: number;
  /** Of the agent's own process; absent where it shares one with others. */
  cpuMs?: number;
}

export interface WorkCount {
  arrived(): void;
  begun(waitedMs: number): void;
  answered(): void;
  /** It was begun and will never be answered. */
  givenUp(): void;
  now(): WorkLoad;
  /** The process is gone, and what it had with it. */
  lost(): void;
}

/** Eight to a doubling: a wait is known to within 9 %. Up to 2²² ms, which is over an hour. */
const STEPS_PER_DOUBLING = 8;
const STEPS = 22 * STEPS_PER_DOUBLING;

export function createWorkCount(): WorkCount {
  const [waits, counted] = [new Uint32Array(STEPS), { answered: 0, begun: 0, busy: 0, waiting: 0 }];
  return {
    arrived() {
      counted.waiting += 1;
    },
    begun(waitedMs) {
      counted.waiting -= 1;
      counted.busy += 1;
      counted.begun += 1;
      const step = waitedMs < 1 ? 0 : stepOf(waitedMs);
      waits[step] = (waits[step] ?? 0) + 1;
    },
    answered() {
      counted.busy -= 1;
      counted.answered += 1;
    },
    givenUp() {
      counted.busy -= 1;
    },
    now: () => ({
      ...{ validations: counted.answered, busy: counted.busy, waiting: counted.waiting },
      ...(counted.begun > 0 && { waitP95: percentileOf(waits, counted.begun * 0.95) }),
    }),
    lost() {
      counted.busy = 0;
      counted.waiting = 0;
    },
  };
}

/** Waits below 1 ms are step 0. */
function stepOf(waitedMs: number): number {
  return Math.min(STEPS - 1, 1 + Math.floor(Math.log2(waitedMs) * STEPS_PER_DOUBLING));
}

/** The upper end of the step in which the one with that rank is; 0 in the first. */
function percentileOf(waits: Uint32Array, rank: number): number {
  let seen = 0;
  const step = waits.findIndex((count) => {
    seen += count;
    return seen >= rank;
  });
  return step <= 0 ? 0 : 2 ** (step / STEPS_PER_DOUBLING);
}
