/**
 * Opens the file of a history and says in one sentence each what may be wrong with it. Several
 * processes share it: writers wait for one another, at most `BUSY_MS`. What was committed survives
 * the end of the process by any means; a power cut may take the runs since the last checkpoint
 * (attempts of accounts are written through to the disk, see `attempts.ts`).
 */

import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LabError } from '../../../runtime/lab-error.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';

export interface OpenOptions {
  /** Somebody only asks: a file that is not there is not made. */
  mustExist?: boolean;
  /** How long a writer waits for another one. Default: two seconds. */
  busyMs?: number;
  /** For tests of a full disk: pages of 4 KiB. */
  pagesMax?: number;
}

const BUSY_MS = 2_000;

/** @throws LabError `HISTORY_…` */
export function openDatabase(path: string, options: OpenOptions): DatabaseSync {
  if (options.mustExist && !existsSync(path)) {
    throw new LabError(
      'HISTORY_MISSING',
      `expected a history at ${path}, got no such file; name the one that "pta-lab watch" writes`,
    );
  }
  return translated(path, () => {
    // Made before SQLite does it, so that it is nobody else's to read from the first byte on.
    closeSync(openSync(path, 'a', 0o600));
    const database = new DatabaseSync(path, { timeout: options.busyMs ?? BUSY_MS });
    try {
      prepare(path, database, options);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function prepare(path: string, database: DatabaseSync, { pagesMax }: OpenOptions): void {
  const version = judgeVersion(path, database);
  if (version === 0) chmodSync(path, 0o600);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;');
  if (pagesMax !== undefined) database.exec(`PRAGMA max_page_count = ${pagesMax}`);
  if (version < MIGRATIONS.length) migrate(path, database);
}

/** Reads only: what is somebody else's stays as it is. @throws LabError */
function judgeVersion(path: string, database: DatabaseSync): number {
  const id = Number(database.prepare('PRAGMA application_id').get()?.application_id);
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  const tables = Number(database.prepare('SELECT count(*) n FROM sqlite_schema').get()?.n);
  if (tables === 0) return 0;
  if (id !== APPLICATION_ID) throw damaged(path, 'a database of another program');
  if (version <= MIGRATIONS.length) return version;
  throw new LabError(
    'HISTORY_NEWER',
    `expected a history of version ${MIGRATIONS.length} or older in ${path}, got version ` +
      `${version}; use the pta-lab that wrote it, or name another file`,
  );
}

/** Two processes may come here at once: the second one finds the work done. */
function migrate(path: string, database: DatabaseSync): void {
  inTransaction(database, () => {
    const version = judgeVersion(path, database);
    for (const step of MIGRATIONS.slice(version)) database.exec(step);
    const salt = randomBytes(16).toString('hex');
    database.prepare("INSERT OR IGNORE INTO notes VALUES ('account-salt', ?)").run(salt);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

/** Takes the place of the one writer first, so that what `work` reads stays true. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk may have ended the transaction already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

const SENTENCES: Readonly<Record<number, readonly [code: string, sentence: string]>> = {
  5: ['HISTORY_LOCKED', 'is locked by another process; end that one, or name another file'],
  8: [
    'HISTORY_UNREADABLE',
    'may not be written to; give this user the right, or name another file',
  ],
  11: ['HISTORY_DAMAGED', 'is damaged; move it away and a new one is begun, or restore a copy'],
  13: ['HISTORY_FULL', 'has no room left on its disk; nothing of this was written, make room'],
  14: ['HISTORY_UNREADABLE', 'cannot be opened; check its folder and the rights of this user'],
  26: ['HISTORY_DAMAGED', 'is no history; move it away and a new one is begun, or name another'],
};

/** SQLite's own errors name neither the file nor what to do. @throws LabError `HISTORY_…` */
export function translated<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof LabError) throw cause;
    if ('errcode' in cause) {
      // The low byte is the kind, the rest says more than we need.
      const known = SENTENCES[Number(cause.errcode) & 0xff];
      const [code, sentence] = known ?? ['HISTORY_UNREADABLE', `answers "${cause.message}"`];
      throw new LabError(code, `the history ${path} ${sentence}`, { cause });
    }
    if (!('syscall' in cause)) throw cause;
    const text = `expected a file that can be written at ${path}, got "${cause.message}"`;
    throw new LabError('HISTORY_UNREADABLE', text, { cause });
  }
}

function damaged(path: string, found: string): LabError {
  return new LabError(
    'HISTORY_DAMAGED',
    `expected a history in ${path}, got ${found}; move it away, or name another file`,
  );
}
