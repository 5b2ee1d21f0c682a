/**
 * What is forgotten and when. In small bites, each a transaction of its own, so that runs are not
 * kept waiting. Attempts of an account go only where a later success of it is remembered: the
 * budget must not forget a failure that Entra or AD may still count.
 */

import type { DatabaseSync } from 'node:sqlite';
import { DAY_MS } from '../../../protocol/time-units.ts';

export interface Retention {
  passesMs: number;
  /** Failures, and runs that were inconclusive. */
  failuresMs: number;
  rollUpsMs: number;
}

export const RETENTION: Retention = {
  passesMs: 30 * DAY_MS,
  failuresMs: 180 * DAY_MS,
  rollUpsMs: 400 * DAY_MS,
};

const ATTEMPTS_MS = 2 * DAY_MS;
const BITE = 5_000;

export function pruneDatabase(database: DatabaseSync, retention: Retention, nowMs: number): void {
  const { passesMs, failuresMs, rollUpsMs } = retention;
  const bite = (table: string, where: string, keptMs: number) => {
    const statement = database.prepare(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${where} LIMIT ${BITE})`,
    );
    while (Number(statement.run(nowMs - keptMs).changes) === BITE);
  };
  bite('runs', 'started_ms < ? AND verdict = 0', passesMs);
  bite('runs', 'started_ms < ? AND verdict <> 0', failuresMs);
  bite('incidents', 'end_ms < ?', rollUpsMs);
  bite('attempts', `at_ms < ? AND ${FOLLOWED_BY_SUCCESS}`, ATTEMPTS_MS);
  database.prepare('DELETE FROM answers WHERE at_ms < ?').run(nowMs - passesMs);
  database.prepare('DELETE FROM hours WHERE hour_ms < ?').run(nowMs - rollUpsMs);
  database.prepare('DELETE FROM agent_hours WHERE hour_ms < ?').run(nowMs - rollUpsMs);
  database.prepare('DELETE FROM machines WHERE seen_ms < ?').run(nowMs - rollUpsMs);
  database.exec('PRAGMA optimize; PRAGMA wal_checkpoint(PASSIVE)');
}

const FOLLOWED_BY_SUCCESS =
  'EXISTS (SELECT 1 FROM attempts later WHERE later.account = attempts.account ' +
  "AND later.place > attempts.place AND later.outcome = 'success')";
