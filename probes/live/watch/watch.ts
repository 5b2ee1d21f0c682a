/**
 * Runs the schedule of a file of probes, day and night, on the real clock. It outlives whatever
 * breaks in a probe, a listener or the history, and a file that is wrong at a reload. A run is told
 * to listeners after it is kept; what could not be kept is tried again with the next one.
 */
import { createDice } from '../../../runtime/dice.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { ProbeRun } from '../../probe-run.ts';
import { createPlan, type Decision, type Plan } from '../../schedule/plan.ts';
import { plannedRows } from '../../schedule/planned-rows.ts';
import { rowKey } from '../../schedule/schedule-row.ts';
import type { Module } from '../../target.ts';
import type { ProbesFile } from '../config/probes-file.ts';
import { describeWatch, type WatchStatus } from './describe-watch.ts';
import { type Audience, createPublisher, type Publisher } from './publish-run.ts';

export interface WatchOptions extends Audience {
  /** Reads the file; throws if it is wrong. */
  load(): ProbesFile;
  /** `targets()` follows reloads. */
  createRunner(targets: () => ProbesFile['targets']): Runner;
  /** Told after the start and after each good reload. */
  configured?(file: ProbesFile): void;
  nowMs?(): number;
  /** How long running probes may go on after a stop. */
  stopMs?: number;
}

export interface Runner {
  run(target: string, module: Module, signal?: AbortSignal): Promise<ProbeRun>;
}

export interface Watch extends AsyncDisposable {
  /** Of the file in use, which is the one before after a bad reload. */
  configuration(): ProbesFile;
  status(): WatchStatus;
  reload(): Reloaded;
  /** Outside the schedule: kept and told like any other. The names must be of the configuration. */
  runNow(target: string, module: string, signal?: AbortSignal): Promise<ProbeRun>;
}

/** `restart`: keys that were changed and stay as they were until a restart. */
export type Reloaded = { ok: true; restart: readonly string[] } | { ok: false; sentence: string };

const UNTIL_RESTART = ['history', 'listen', 'telemetry'] as const;

/** Timers run on a clock that stands still while a laptop sleeps, so none may be longer. */
const LOOK_MS = 15_000;
const STOP_MS = 20_000;

/** @throws whatever `load` throws: a watch never starts with a wrong file */
export function startWatch(options: WatchOptions): Watch {
  return new RunningWatch(options);
}

class RunningWatch implements Watch {
  readonly #options: WatchOptions;
  readonly #runner: Runner;
  readonly #plan: Plan;
  readonly #publisher: Publisher;
  readonly #running = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();
  readonly #startedMs: number;
  readonly #first: ProbesFile;
  #file: ProbesFile;
  #loadedMs: number;
  #reloadProblem: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#first = options.load();
    this.#file = this.#first;
    this.#startedMs = this.#nowMs();
    this.#loadedMs = this.#startedMs;
    this.#plan = createPlan(createDice(`watch ${this.#startedMs} ${process.pid}`));
    this.#runner = options.createRunner(() => this.#file.targets);
    this.#publisher = createPublisher(options);
    this.#configure();
    this.#arm();
  }

  #nowMs(): number {
    return this.#options.nowMs?.() ?? Date.now();
  }

  #configure(): void {
    this.#plan.replace(plannedRows(this.#file), this.#file.maintenance, this.#nowMs());
    this.#options.configured?.(this.#file);
  }

  configuration(): ProbesFile {
    return this.#file;
  }

  status(): WatchStatus {
    return describeWatch({
      ...{ nowMs: this.#nowMs(), startedMs: this.#startedMs, loadedMs: this.#loadedMs },
      ...{ file: this.#file, rows: this.#plan.rows(), isStopping: this.#isStopping },
      reloadProblem: this.#reloadProblem,
      historyProblem: this.#publisher.keeper.problem(),
      unkept: this.#publisher.keeper.unkept(),
    });
  }

  reload(): Reloaded {
    try {
      this.#file = this.#options.load();
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      this.#reloadProblem = error.message;
      this.#options.tell(`reload: kept the configuration as it was: ${error.message}`);
      return { ok: false, sentence: error.message };
    }
    this.#reloadProblem = undefined;
    this.#loadedMs = this.#nowMs();
    this.#configure();
    const restart = UNTIL_RESTART.filter((key) => !isSame(this.#file[key], this.#first[key]));
    const stays = restart.length === 0 ? '' : `; ${restart.join(', ')}: after a restart`;
    this.#options.tell(`reload: ${this.#file.schedule.length} rows in the schedule${stays}`);
    this.#arm();
    return { ok: true, restart };
  }

  async runNow(target: string, module: string, signal?: AbortSignal): Promise<ProbeRun> {
    const named = this.#file.modules[module];
    if (!named || !this.#file.targets[target]) {
      const sentence = `expected a target and a module of the configuration, got "${target}" and "${module}"`;
      throw new LabError('PROBES_NOT_NAMED', sentence);
    }
    const stops = signal ? [signal, this.#stop.signal] : [this.#stop.signal];
    const timing = { everyMs: LOOK_MS };
    const schedule = [{ target, module, timing, jitterMs: 0 }];
    const [row] = plannedRows({ ...this.#file, schedule });
    if (row?.account) this.#plan.attempted(row.account.key, this.#nowMs());
    return await this.#track(this.#run(target, named, AbortSignal.any(stops)));
  }

  async #run(target: string, module: Module, signal: AbortSignal): Promise<ProbeRun> {
    const run = await this.#runner.run(target, module, signal);
    this.#publisher.publish(run, this.#file.maintenance);
    return run;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#isStopping) return;
    const waitMs = (this.#plan.nextDueMs() ?? Infinity) - this.#nowMs();
    this.#timer = setTimeout(() => this.#look(), Math.min(LOOK_MS, Math.max(0, waitMs)));
  }

  #look(): void {
    for (const decision of this.#plan.take(this.#nowMs())) {
      if (decision.what === 'start') this.#track(this.#begin(decision));
      else this.#options.tell(`${rowKey(decision.row)}: left out, ${decision.why}`);
    }
    this.#arm();
  }

  async #begin({ row }: Decision): Promise<void> {
    const module = this.#file.modules[row.module];
    const askedMs = this.#nowMs();
    let sentMs = askedMs;
    try {
      if (module) sentMs = (await this.#run(row.target, module, this.#stop.signal)).startedMs;
    } catch (error) {
      const kind = error instanceof Error ? error.name : typeof error;
      this.#options.tell(`${rowKey(row)}: pta-lab itself broke (${kind}); the watch goes on`);
    }
    this.#plan.finished(rowKey(row), Math.max(askedMs, sentMs));
    this.#arm();
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const forget = () => this.#running.delete(work);
    work.then(forget, forget);
    return work;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const end = setTimeout(() => this.#stop.abort(), this.#options.stopMs ?? STOP_MS);
    await Promise.allSettled(this.#running);
    clearTimeout(end);
    this.#publisher.keeper.close();
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
