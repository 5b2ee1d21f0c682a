/**
 * The model of a server's capacity: work waits in order for a slot and a core, holds the core for a
 * drawn time and the slot until its answer leaves. What the work really does happens inside that
 * time: a machine that is slower than the server modelled makes it longer.
 *
 * Cores keep the times at which they ought to have come free, not those at which a timer said so: a
 * live timer that fires late, or a process that stands still for a moment, must not make the server
 * slower.
 */
import type { AgentCapacity } from '../protocol/capacity.ts';
import type { Clock, Dice } from '../runtime/ports.ts';
import { createWorkTimes } from '../runtime/work-times.ts';

export interface ServerCores extends Disposable {
  /** Settles when the work has and its time on the core is over. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** The answer to work that was run leaves: its slot is free. */
  free(): void;
}

/** So much is made up for. What is later than that, the machine cannot do. */
const LAG_MS_MAX = 100;

interface Core {
  /** Since when it has been free, or will be. */
  freeMs: number;
  job?: Job | undefined;
}

interface Job {
  readyMs: number;
  begin(): Promise<void>;
  /** Hands on what the work gave. */
  end(): void;
  isDone: boolean;
  isDue: boolean;
  next?: Job;
}

interface Server {
  readonly clock: Clock;
  readonly serviceMs: () => number;
  readonly cores: readonly Core[];
  freeSlots: number;
  /** When a slot last came free that somebody waited for. */
  slotMs: number;
  first?: Job | undefined;
  last?: Job | undefined;
  alarm?: { dueMs: number; timer: Disposable } | undefined;
}

export function createServerCores(clock: Clock, capacity: AgentCapacity, dice: Dice): ServerCores {
  const own = dice.fork('capacity');
  const uniform = () => (own.below(2 ** 32) + 1) / 2 ** 32;
  const server: Server = {
    clock,
    serviceMs: createWorkTimes(capacity, uniform),
    cores: Array.from({ length: capacity.cores }, () => ({ freeMs: clock.nowMs() })),
    freeSlots: capacity.slots,
    slotMs: clock.nowMs(),
  };
  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        add(server, createJob(clock.nowMs(), work, { resolve, reject }));
        serve(server);
      }),
    free() {
      if (server.freeSlots === 0) server.slotMs = clock.nowMs();
      server.freeSlots += 1;
      serve(server);
    },
    [Symbol.dispose]() {
      server.alarm?.timer[Symbol.dispose]();
      server.first = undefined;
      server.freeSlots = 0;
    },
  };
}

function createJob<T>(
  readyMs: number,
  work: () => Promise<T>,
  told: { resolve(value: Promise<T>): void; reject(error: unknown): void },
): Job {
  let result: Promise<T> | undefined;
  return {
    ...{ readyMs, isDone: false, isDue: false },
    async begin() {
      result = work();
      await result.catch(told.reject);
    },
    end() {
      if (result) told.resolve(result);
    },
  };
}

/**
 * A list that is linked: an overload leaves thousands waiting, and the first is taken each time.
 */
function add(server: Server, job: Job): void {
  if (server.last && server.first) server.last.next = job;
  else server.first = job;
  server.last = job;
}

function serve(server: Server): void {
  for (let job = server.first; job && server.freeSlots > 0; job = server.first) {
    const core = idleCore(server.cores);
    if (!core) break;
    server.first = job.next;
    server.freeSlots -= 1;
    begin(server, core, job);
  }
  arm(server);
}

/** The one that has been free for longest. */
function idleCore(cores: readonly Core[]): Core | undefined {
  let found: Core | undefined;
  for (const core of cores) {
    if (!core.job && (!found || core.freeMs < found.freeMs)) found = core;
  }
  return found;
}

function begin(server: Server, core: Core, job: Job): void {
  const earliestMs = server.clock.nowMs() - LAG_MS_MAX;
  const startMs = Math.max(job.readyMs, server.slotMs, core.freeMs, earliestMs);
  core.freeMs = startMs + server.serviceMs();
  core.job = job;
  void job.begin().then(() => {
    job.isDone = true;
    if (!job.isDue) return;
    // The machine took longer than the server modelled would have.
    core.job = undefined;
    job.end();
    serve(server);
  });
}

/** One timer for all cores: at the first that comes free. */
function arm(server: Server): void {
  const dueMs = nextDueMs(server.cores);
  if (dueMs === undefined) return;
  if (server.alarm && server.alarm.dueMs <= dueMs) return;
  server.alarm?.timer[Symbol.dispose]();
  server.alarm = { dueMs, timer: server.clock.at(dueMs, () => ring(server)) };
}

/** Lab time is whole milliseconds. */
function nextDueMs(cores: readonly Core[]): number | undefined {
  let dueMs: number | undefined;
  for (const { job, freeMs } of cores) {
    if (job && !job.isDue && (dueMs === undefined || freeMs < dueMs)) dueMs = freeMs;
  }
  return dueMs === undefined ? undefined : Math.ceil(dueMs);
}

function ring(server: Server): void {
  server.alarm = undefined;
  const nowMs = server.clock.nowMs();
  for (const core of server.cores) {
    const { job } = core;
    if (!job || job.isDue || Math.ceil(core.freeMs) > nowMs) continue;
    job.isDue = true;
    if (!job.isDone) continue;
    core.job = undefined;
    job.end();
  }
  serve(server);
}
