/**
 * An incident is a row of failures of one module against one target: it begins with the first and
 * ends with the next run that passed. What is inconclusive neither begins nor ends one. Kept as
 * runs come in, because the runs that would tell are pruned long before anybody stops asking.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { ProbeRun } from '../../probe-run.ts';

export interface Incident {
  id: number;
  target: string;
  module: string;
  probe: string;
  beginMs: number;
  /** Null: it goes on. */
  endMs: number | null;
  lastFailureMs: number;
  failures: number;
  /** Of the first failure. */
  summary: string;
  lastSummary: string;
  /** One sentence, where somebody diagnosed it; see `History.explain`. */
  diagnosis: string | null;
}

export class Incidents {
  readonly #begin;
  readonly #goOn;
  readonly #end;

  constructor(database: DatabaseSync) {
    this.#goOn = database.prepare(
      'UPDATE incidents SET failures = failures + 1, last_summary = ?2, ' +
        'last_failure_ms = max(last_failure_ms, ?3) WHERE series = ?1 AND end_ms IS NULL',
    );
    this.#begin = database.prepare(
      'INSERT INTO incidents (series, last_summary, last_failure_ms, summary, begin_ms, failures) ' +
        'VALUES (?1, ?2, ?3, ?2, ?3, 1)',
    );
    // A result that comes late, from before the failure, ends nothing.
    this.#end = database.prepare(
      'UPDATE incidents SET end_ms = ?2 ' +
        'WHERE series = ?1 AND end_ms IS NULL AND last_failure_ms <= ?2',
    );
  }

  note(series: number, { verdict, summary, startedMs }: ProbeRun): void {
    if (verdict === 'pass') this.#end.run(series, startedMs);
    if (verdict !== 'fail') return;
    const { changes } = this.#goOn.run(series, summary, startedMs);
    if (Number(changes) === 0) this.#begin.run(series, summary, startedMs);
  }
}

export function parseIncident(row: Readonly<Record<string, unknown>>): Incident {
  return {
    id: Number(row.place),
    target: String(row.target),
    module: String(row.module),
    probe: String(row.probe),
    beginMs: Number(row.begin_ms),
    endMs: row.end_ms === null ? null : Number(row.end_ms),
    lastFailureMs: Number(row.last_failure_ms),
    failures: Number(row.failures),
    summary: String(row.summary),
    lastSummary: String(row.last_summary),
    diagnosis: row.diagnosis === null ? null : String(row.diagnosis),
  };
}
