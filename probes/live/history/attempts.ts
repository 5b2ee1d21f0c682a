/**
 * The attempts of all accounts, for the budget. Decision and entry are one transaction, shared by
 * all processes, and written through to the disk: what was sent is known before it is sent, even
 * after a power cut. Accounts are kept as a keyed hash, never by name.
 */
import { createHmac } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Attempt, Permission } from '../../budget/budget.ts';
import { inTransaction } from './open-database.ts';

export interface AttemptStore {
  /** Of an account, oldest first, as far as a decision can need them. */
  of(account: string): readonly Attempt[];
  /** Enters a pending attempt if `decide` allows it, and returns its place. */
  claim(
    attempt: Pick<Attempt, 'account' | 'kind' | 'atMs'>,
    decide: (attempts: readonly Attempt[]) => Permission,
  ): { place: number } | { refused: string };
  settle(place: number, outcome: Attempt['outcome']): void;
  /** A person has looked: failures up to now no longer count. */
  reset(account: string, atMs: number): void;
}

/** More than any limit asks for. */
const READ_MAX = 500;

export function createAttemptStore(
  database: DatabaseSync,
  guarded: <T>(work: () => T) => T,
): AttemptStore {
  const salt = String(
    database.prepare("SELECT text FROM notes WHERE name = 'account-salt'").get()?.text,
  );
  const hash = (account: string) =>
    createHmac('sha256', salt).update(account.toLowerCase()).digest('base64url');
  const read = database.prepare(
    `SELECT * FROM attempts WHERE account = ? ORDER BY place DESC LIMIT ${READ_MAX}`,
  );
  const enter = database.prepare(
    'INSERT INTO attempts (account, at_ms, kind, outcome) VALUES (?, ?, ?, ?)',
  );
  const settle = database.prepare('UPDATE attempts SET outcome = ? WHERE place = ?');
  const attemptsOf = (key: string) => read.all(key).reverse().map(parseAttempt);
  const durably = <T>(work: () => T): T =>
    guarded(() => {
      database.exec('PRAGMA synchronous = FULL');
      try {
        return inTransaction(database, work);
      } finally {
        database.exec('PRAGMA synchronous = NORMAL');
      }
    });
  return {
    of: (account) => guarded(() => attemptsOf(hash(account))),
    claim: ({ account, kind, atMs }, decide) =>
      durably(() => {
        const key = hash(account);
        const permission = decide(attemptsOf(key));
        if (!permission.allowed) return { refused: permission.sentence };
        return { place: Number(enter.run(key, atMs, kind, 'pending').lastInsertRowid) };
      }),
    settle: (place, outcome) => durably(() => void settle.run(outcome, place)),
    reset: (account, atMs) =>
      durably(() => void enter.run(hash(account), atMs, 'right-password', 'reset')),
  };
}

function parseAttempt(row: Readonly<Record<string, unknown>>): Attempt {
  return {
    account: String(row.account),
    atMs: Number(row.at_ms),
    kind: row.kind as Attempt['kind'],
    outcome: row.outcome as Attempt['outcome'],
  };
}
