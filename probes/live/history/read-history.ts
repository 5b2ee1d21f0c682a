/** What a history is asked: one function for each question, all of them by index. */
import type { DatabaseSync } from 'node:sqlite';
import { HOUR_MS } from '../../../protocol/time-units.ts';
import type { AgentShare } from '../../agent-share.ts';
import type { Verdict } from '../../probe.ts';
import type { ProbeRun } from '../../probe-run.ts';
import { AGENT_SHARES, parseShare } from './answers.ts';
import { type Incident, parseIncident } from './incidents.ts';
import { type HourOfRuns, hourOf, parseCounts } from './roll-up.ts';

/** From (inclusive) to (exclusive). */
export interface Period {
  fromMs: number;
  toMs: number;
}

export interface RunQuery extends Partial<Period> {
  target?: string;
  module?: string;
  probe?: string;
  verdict?: Verdict;
  limit?: number;
  newestFirst?: boolean;
}

/** By the number they are kept as. */
export const VERDICTS = ['pass', 'fail', 'inconclusive'] as const;

const RUNS = 'SELECT runs.*, target, module, probe FROM runs JOIN series ON series.id = series';

type Row = Readonly<Record<string, unknown>>;
type Value = string | number;

export function readRuns(database: DatabaseSync, query: RunQuery): ProbeRun[] {
  const { fromMs, toMs, verdict, limit, newestFirst } = query;
  const chosen = seriesOf(database, query);
  const parts: [condition: string, ...values: Value[]][] = [];
  if (chosen) parts.push([`series IN (${chosen.map(() => '?').join()})`, ...chosen]);
  if (fromMs !== undefined) parts.push(['started_ms >= ?', fromMs]);
  if (toMs !== undefined) parts.push(['started_ms < ?', toMs]);
  if (verdict !== undefined) parts.push(['verdict = ?', VERDICTS.indexOf(verdict)]);
  // Written out, so that the small index of what did not pass can be used.
  if (verdict !== undefined && verdict !== 'pass') parts.push(['verdict <> 0']);
  const conditions = parts.map(([condition]) => condition).join(' AND ') || '1';
  const direction = newestFirst ? 'DESC' : 'ASC';
  const order = `ORDER BY started_ms ${direction}, place ${direction} LIMIT ?`;
  return database
    .prepare(`${RUNS} WHERE ${conditions} ${order}`)
    .all(...parts.flatMap(([, ...values]) => values), limit ?? -1)
    .map(parseRun);
}

/** Undefined: all of them. */
function seriesOf(
  database: DatabaseSync,
  names: { target?: string; module?: string; probe?: string },
): number[] | undefined {
  const asked = (['target', 'module', 'probe'] as const).flatMap((name) => {
    const value = names[name];
    return value === undefined ? [] : [{ name, value }];
  });
  if (asked.length === 0) return undefined;
  return database
    .prepare(`SELECT id FROM series WHERE ${asked.map(({ name }) => `${name} = ?`).join(' AND ')}`)
    .all(...asked.map(({ value }) => value))
    .map(({ id }) => Number(id));
}

export function latestOf(database: DatabaseSync): ProbeRun[] {
  const newest = database.prepare(
    `${RUNS} WHERE series = ? ORDER BY started_ms DESC, place DESC LIMIT 1`,
  );
  const found = new Map<string, ProbeRun>();
  for (const { id } of database.prepare('SELECT id FROM series ORDER BY target, module').all()) {
    const row = newest.get(Number(id));
    if (!row) continue;
    const run = parseRun(row);
    const key = JSON.stringify([run.target, run.module]);
    // A module that changed its probe has two series.
    if ((found.get(key)?.startedMs ?? 0) <= run.startedMs) found.set(key, run);
  }
  return [...found.values()];
}

export function readHours(
  database: DatabaseSync,
  { fromMs, toMs, ...names }: Period & { target?: string; module?: string },
): HourOfRuns[] {
  const all = database.prepare('SELECT id, target, module, probe FROM series').all();
  const chosen = seriesOf(database, names);
  const read = database.prepare(
    'SELECT * FROM hours WHERE series = ? AND hour_ms >= ? AND hour_ms < ?',
  );
  return all
    .filter(({ id }) => chosen === undefined || chosen.includes(Number(id)))
    .flatMap(({ id, target, module, probe }) => {
      const name = { target: String(target), module: String(module), probe: String(probe) };
      const rows = read.all(Number(id), hourOf(fromMs), toMs);
      return rows.map((row) => ({ ...name, ...parseCounts(row) }));
    })
    .sort((a, b) => a.hourMs - b.hourMs);
}

export function readIncidents(database: DatabaseSync, { fromMs, toMs }: Period): Incident[] {
  return database
    .prepare(
      'SELECT incidents.*, target, module, probe FROM incidents ' +
        'JOIN series ON series.id = series WHERE begin_ms < ? ' +
        'AND (end_ms IS NULL OR end_ms >= ?) ORDER BY begin_ms, place',
    )
    .all(toMs, fromMs)
    .map(parseIncident);
}

/** Gates and alerts ask for minutes, answer by answer; pages ask for days, hour by hour. */
const EXACT_MAX_MS = 6 * HOUR_MS;

export function readAgents(database: DatabaseSync, { fromMs, toMs }: Period): AgentShare[] {
  const isExact = toMs - fromMs <= EXACT_MAX_MS;
  const from = isExact ? fromMs : hourOf(fromMs);
  return database.prepare(AGENT_SHARES).all(from, toMs, Number(isExact)).map(parseShare);
}

function parseRun(row: Row): ProbeRun {
  const [phaseMs, observation] = JSON.parse(String(row.seen));
  return {
    id: String(row.id),
    target: String(row.target),
    module: String(row.module),
    probe: String(row.probe),
    startedMs: Number(row.started_ms),
    tookMs: Number(row.took_ms),
    verdict: VERDICTS[Number(row.verdict)] ?? 'inconclusive',
    summary: String(row.summary),
    phaseMs,
    aadsts: row.aadsts === null ? null : Number(row.aadsts),
    agentId: row.agent_id === null ? null : String(row.agent_id),
    observation,
  };
}
