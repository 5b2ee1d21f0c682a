/**
 * Every run of every probe, in one SQLite file that several processes share. What `append` returned
 * from is there after the process was killed; a power cut may take the last of it. All of it is
 * synchronous: a run is told to nobody before it is kept.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Secret } from '../../../runtime/secret.ts';
import type { AgentShare } from '../../agent-share.ts';
import type { ProbeRun } from '../../probe-run.ts';
import { Answers } from './answers.ts';
import { type AttemptStore, createAttemptStore } from './attempts.ts';
import { type Incident, Incidents } from './incidents.ts';
import { inTransaction, type OpenOptions, openDatabase, translated } from './open-database.ts';
import {
  latestOf,
  type Period,
  type RunQuery,
  readAgents,
  readHours,
  readIncidents,
  readRuns,
  VERDICTS,
} from './read-history.ts';
import { pruneDatabase, RETENTION, type Retention } from './retention.ts';
import { type HourOfRuns, RollUp } from './roll-up.ts';
import { Withholder } from './withhold.ts';

export interface History extends Disposable {
  readonly file: string;
  append(run: ProbeRun): void;
  /** All of them or, if it throws, none. */
  appendAll(runs: readonly ProbeRun[]): void;
  /** Oldest first unless asked otherwise. */
  runs(query?: RunQuery): ProbeRun[];
  /** The newest run of each module against each target. */
  latest(): ProbeRun[];
  /** Oldest first; hours without a run are left out. */
  hours(query: Period & { target?: string; module?: string }): HourOfRuns[];
  /** Those that touch that time, oldest first. */
  incidents(fromMs: number, toMs: number): Incident[];
  /** What diagnosis says of an incident, in one sentence; null: nothing. */
  explain(incident: number, diagnosis: string | null): void;
  /** Every agent that was ever seen, with what it answered in that time. */
  agents(query: Period): AgentShare[];
  /** Of the account's budget; see `ledger.ts`. */
  readonly attempts: AttemptStore;
  /** What somebody has to remember across restarts, such as the state of alerts. */
  note(name: string): string | undefined;
  keepNote(name: string, text: string): void;
  prune(nowMs: number): void;
  /** A secret that came into use: nothing that contains it is written from now on. */
  guard(secret: Secret): void;
}

export interface HistoryOptions extends OpenOptions {
  secrets?: readonly Secret[];
  retention?: Partial<Retention>;
}

/** @throws LabError `HISTORY_…` */
export function openHistory(file: string, options: HistoryOptions = {}): History {
  const database = openDatabase(file, options);
  return translated(file, () => new SqliteHistory(file, database, options));
}

class SqliteHistory implements History {
  readonly file: string;
  readonly attempts: AttemptStore;
  readonly #database: DatabaseSync;
  readonly #retention: Retention;
  readonly #withholder = new Withholder();
  readonly #series = new Map<string, number>();
  readonly #rollUp: RollUp;
  readonly #incidents: Incidents;
  readonly #answers: Answers;
  readonly #insert;

  constructor(file: string, database: DatabaseSync, options: HistoryOptions) {
    this.file = file;
    this.#database = database;
    this.#retention = { ...RETENTION, ...options.retention };
    this.#rollUp = new RollUp(database);
    this.#incidents = new Incidents(database);
    this.#answers = new Answers(database);
    this.#insert = database.prepare(
      'INSERT INTO runs (id, series, started_ms, took_ms, verdict, summary, aadsts, agent_id, ' +
        'seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.attempts = createAttemptStore(database, (work) => translated(file, work));
    for (const secret of options.secrets ?? []) this.guard(secret);
  }

  append(run: ProbeRun): void {
    this.appendAll([run]);
  }

  appendAll(runs: readonly ProbeRun[]): void {
    const kept = runs.map((run) => this.#withholder.pass(run));
    try {
      this.#write(() => {
        for (const run of kept) this.#put(run);
        this.#rollUp.write();
      });
    } catch (error) {
      this.#rollUp.forget();
      // A series of the transaction that failed may have an id that somebody else gets now.
      this.#series.clear();
      throw error;
    }
  }

  #put(run: ProbeRun): void {
    const series = this.#seriesOf(run);
    const { id, startedMs, tookMs, verdict, summary, aadsts, agentId } = run;
    const seen = JSON.stringify([run.phaseMs, run.observation ?? null]);
    const started = Math.round(startedMs);
    const place = VERDICTS.indexOf(verdict);
    this.#insert.run(id, series, started, tookMs, place, summary, aadsts, agentId, seen);
    this.#rollUp.count(series, run);
    this.#incidents.note(series, { ...run, startedMs: started });
    this.#answers.note(run);
  }

  #seriesOf({ target, module, probe }: ProbeRun): number {
    const key = JSON.stringify([target, module, probe]);
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const names = [target, module, probe];
    this.#database
      .prepare('INSERT OR IGNORE INTO series (target, module, probe) VALUES (?, ?, ?)')
      .run(...names);
    const row = this.#database
      .prepare('SELECT id FROM series WHERE target = ? AND module = ? AND probe = ?')
      .get(...names);
    const series = Number(row?.id);
    this.#series.set(key, series);
    return series;
  }

  runs(query: RunQuery = {}): ProbeRun[] {
    return this.#read((database) => readRuns(database, query));
  }

  latest(): ProbeRun[] {
    return this.#read(latestOf);
  }

  hours(query: Period & { target?: string; module?: string }): HourOfRuns[] {
    return this.#read((database) => readHours(database, query));
  }

  incidents(fromMs: number, toMs: number): Incident[] {
    return this.#read((database) => readIncidents(database, { fromMs, toMs }));
  }

  explain(incident: number, diagnosis: string | null): void {
    const set = this.#database.prepare('UPDATE incidents SET diagnosis = ? WHERE place = ?');
    this.#write(() => set.run(diagnosis, incident));
  }

  agents(query: Period): AgentShare[] {
    return this.#read((database) => readAgents(database, query));
  }

  note(name: string): string | undefined {
    const row = this.#read((database) =>
      database.prepare('SELECT text FROM notes WHERE name = ?').get(name),
    );
    return row && String(row.text);
  }

  keepNote(name: string, text: string): void {
    const put = this.#database.prepare('INSERT OR REPLACE INTO notes VALUES (?, ?)');
    this.#write(() => put.run(name, text));
  }

  prune(nowMs: number): void {
    translated(this.file, () => pruneDatabase(this.#database, this.#retention, nowMs));
  }

  guard(secret: Secret): void {
    this.#withholder.guard(secret);
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #read<T>(work: (database: DatabaseSync) => T): T {
    return translated(this.file, () => work(this.#database));
  }

  #write(work: () => void): void {
    translated(this.file, () => inTransaction(this.#database, work));
  }
}
