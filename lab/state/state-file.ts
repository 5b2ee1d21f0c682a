/**
 * The file behind `--state`: what the cloud remembers, and how far the lab's time is ahead of the
 * machine's. Changes of one turn are written together before anything can leave the process, so an
 * answer that somebody got is in the file whatever happens next. It holds password digests and the
 * keys that sign tokens: mode 0600, and never part of a report.
 */
import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StateSink } from '../../mock-entra/state/collection.ts';
import type { CloudState } from '../../mock-entra/state/state.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Clock } from '../../runtime/ports.ts';

export interface StateFile {
  /** How far lab time was ahead of the machine's; 0 in a new file. */
  readonly aheadMs: number;
  readonly sink: StateSink;
  /**
   * The file belongs to one seed and one tenant. Returns how often it was claimed before: ids and
   * tokens of this start must not be those of an earlier one. @throws LabError `STATE_OF_ANOTHER`
   */
  claim(owner: Owner): number;
  /** False if there was nothing. */
  load(into: CloudState): boolean;
  /** What was changed on premises, by id; in the same file, and no part of the cloud's state. */
  directoryRecords(): readonly (readonly [id: string, record: unknown])[];
  /** From now on the lab's time is kept with every change. */
  follow(clock: Pick<Clock, 'nowMs'>): void;
  /** Writes the lab's time now: it was moved, or the lab ends. */
  keepTime(): void;
  close(): void;
}

export interface Owner {
  seed: string;
  tenantId: string;
}

const FORMAT = 'pta-lab state 1';
/** Smaller differences are the machine's, not the lab's. */
const DRIFT_MS = 1_000;

/** @throws LabError `STATE_DAMAGED`, `STATE_BUSY`, `STATE_UNREADABLE` */
export function openStateFile(path: string): StateFile {
  return translate(path, () => new SqliteState(path));
}

class SqliteState implements StateFile {
  readonly aheadMs: number;
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #put;
  readonly #drop;
  #clock: Pick<Clock, 'nowMs'> | undefined;
  #keptAheadMs: number;
  #open = false;
  #closed = false;
  #loading = false;

  constructor(path: string) {
    this.#path = path;
    this.#database = openDatabase(path);
    this.#put = this.#database.prepare(
      'INSERT INTO records (collection, key, json) VALUES (?, ?, ?) ' +
        'ON CONFLICT (collection, key) DO UPDATE SET json = excluded.json',
    );
    this.#drop = this.#database.prepare('DELETE FROM records WHERE collection = ? AND key = ?');
    this.aheadMs = Number(this.#read('ahead') ?? 0);
    if (!Number.isFinite(this.aheadMs)) throw damaged(path, 'a time that is no number');
    this.#keptAheadMs = this.aheadMs;
  }

  readonly sink: StateSink = (collection, key, record) => {
    // What comes after the end is the last breath of what was under way.
    if (this.#loading || this.#closed) return;
    this.#begin();
    if (record === undefined) this.#drop.run(collection, key);
    else this.#put.run(collection, key, JSON.stringify(record));
  };

  claim({ seed, tenantId }: Owner): number {
    for (const [name, mine] of Object.entries({ seed, tenantId })) {
      const kept = this.#read(name);
      if (kept !== undefined && kept !== mine) {
        throw new LabError(
          'STATE_OF_ANOTHER',
          `expected the state of ${name} "${mine}" in ${this.#path}, got that of "${kept}"; ` +
            'start with the same seed and tenant, or name another file',
        );
      }
      this.#write(name, mine);
    }
    const starts = Number(this.#read('starts') ?? 0);
    this.#write('starts', String(starts + 1));
    return starts;
  }

  load(into: CloudState): boolean {
    const rows = this.#rows("collection NOT IN ('lab', 'directory')");
    this.#loading = true;
    for (const { collection, key, json } of rows) {
      const known = Object.values(into).find(({ name }) => name === collection);
      if (known === undefined) throw damaged(this.#path, `a collection "${String(collection)}"`);
      known.set(String(key), parseRecord(this.#path, String(json)));
    }
    this.#loading = false;
    return rows.length > 0;
  }

  directoryRecords(): readonly (readonly [id: string, record: unknown])[] {
    return this.#rows("collection = 'directory'").map(({ key, json }) => {
      return [String(key), parseRecord(this.#path, String(json))];
    });
  }

  follow(clock: Pick<Clock, 'nowMs'>): void {
    this.#clock = clock;
    this.keepTime();
  }

  keepTime(): void {
    if (this.#closed || this.#clock === undefined) return;
    // A machine that slept leaves the lab behind; the next start begins at the machine's time.
    const aheadMs = Math.max(0, this.#clock.nowMs() - Date.now());
    if (Math.abs(aheadMs - this.#keptAheadMs) < DRIFT_MS) return;
    this.#keptAheadMs = aheadMs;
    this.#write('ahead', String(aheadMs));
  }

  close(): void {
    if (this.#closed) return;
    this.keepTime();
    this.#commit();
    this.#closed = true;
    this.#database.close();
  }

  /** A microtask comes before any input or output: nobody can have been answered by then. */
  #begin(): void {
    if (this.#open) return;
    this.#database.exec('BEGIN');
    this.#open = true;
    queueMicrotask(() => {
      this.keepTime();
      this.#commit();
    });
  }

  #commit(): void {
    if (this.#open) this.#database.exec('COMMIT');
    this.#open = false;
  }

  #rows(condition: string) {
    const query = `SELECT collection, key, json FROM records WHERE ${condition} ORDER BY place`;
    return this.#database.prepare(query).all();
  }

  #read(name: string): string | undefined {
    const row = this.#database
      .prepare("SELECT json FROM records WHERE collection = 'lab' AND key = ?")
      .get(name);
    return row && String(row.json);
  }

  #write(name: string, text: string): void {
    this.#put.run('lab', name, text);
  }
}

/** The oldest place first: a record that is set again keeps its own. */
const TABLE =
  'CREATE TABLE IF NOT EXISTS records (place INTEGER PRIMARY KEY, collection TEXT NOT NULL, ' +
  'key TEXT NOT NULL, json TEXT NOT NULL, UNIQUE (collection, key))';

function openDatabase(path: string): DatabaseSync {
  // Made before SQLite does it, so that it is nobody else's to read from the first byte on.
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Exclusive: two labs with one memory would each write over the other's.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    judgeFormat(path, database);
    chmodSync(path, 0o600);
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${TABLE}`);
    database
      .prepare("INSERT OR IGNORE INTO records (collection, key, json) VALUES ('lab', 'format', ?)")
      .run(FORMAT);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Reads only: what is somebody else's stays as it is. */
function judgeFormat(path: string, database: DatabaseSync): void {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  if (tables.length === 0) return;
  const foreign = tables.find(({ name }) => name !== 'records');
  if (foreign) throw damaged(path, `a table "${String(foreign.name)}"`);
  const read = "SELECT json FROM records WHERE collection = 'lab' AND key = 'format'";
  const format = database.prepare(read).get()?.json;
  if (format !== FORMAT) throw damaged(path, `format "${String(format)}"`);
}

function parseRecord(path: string, json: string): never {
  try {
    return JSON.parse(json) as never;
  } catch (cause) {
    throw damaged(path, 'a record that is no JSON', cause);
  }
}

function damaged(path: string, found: string, cause?: unknown): LabError {
  return new LabError(
    'STATE_DAMAGED',
    `expected the state of a lab in ${path}, got ${found}; move the file away and the lab begins ` +
      'anew, or name another one',
    { cause },
  );
}

const SQLITE_BUSY = 5;

/** SQLite's own errors name neither the file nor what to do. */
function translate<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof LabError) throw cause;
    if ('errcode' in cause && cause.errcode === SQLITE_BUSY) {
      throw new LabError('STATE_BUSY', `another lab keeps its state in ${path}; end it first`, {
        cause,
      });
    }
    if ('errcode' in cause) throw damaged(path, `a file that SQLite refuses (${cause.message})`);
    throw new LabError(
      'STATE_UNREADABLE',
      `expected a file that can be written at ${path}, got "${cause.message}"`,
      { cause },
    );
  }
}
