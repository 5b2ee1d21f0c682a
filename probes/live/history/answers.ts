/**
 * Which agent answered when, gathered from the sign-in log and from runs whose agent is known: each
 * sign-in once, however often the log was read. An agent fails with one of PTA's own codes; a wrong
 * password that it reported is an answer like any other.
 */
import type { DatabaseSync } from 'node:sqlite';
import { isPtaCode } from '../../../protocol/aadsts.ts';
import { DAY_MS } from '../../../protocol/time-units.ts';
import type { AgentShare } from '../../agent-share.ts';
import { observationOf } from '../../observation-of.ts';
import type { SignInRow } from '../../observations.ts';
import type { ProbeRun } from '../../probe-run.ts';
import { hourOf } from './roll-up.ts';

export class Answers {
  readonly #insert;
  readonly #count;
  readonly #name;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?)');
    this.#count = database.prepare(
      'INSERT INTO agent_hours VALUES (?1, ?2, ?3, 1, ?4, ?5) ON CONFLICT DO UPDATE SET ' +
        'answered = answered + 1, failed = failed + ?4, last_ms = max(last_ms, ?5)',
    );
    this.#name = database.prepare(
      'INSERT INTO machines VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET ' +
        'machine = coalesce(?3, machine), status = coalesce(?4, status), seen_ms = ?5 ' +
        'WHERE seen_ms <= ?5',
    );
  }

  note(run: ProbeRun): void {
    const { target, startedMs } = run;
    for (const row of rowsOf(run)) {
      if (typeof row.agentId !== 'string' || !Number.isFinite(row.createdMs)) continue;
      const failed = isPtaCode(row.errorCode) ? 1 : 0;
      const at = Math.round(row.createdMs);
      const { changes } = this.#insert.run(target, row.correlationId, row.agentId, at, failed);
      if (Number(changes) === 0) continue;
      this.#count.run(target, row.agentId, hourOf(at), failed, at);
      this.#name.run(target, row.agentId, null, null, at);
    }
    for (const { id, machine, status } of machinesOf(run)) {
      this.#name.run(target, id, machine, status, startedMs);
    }
  }
}

type Row = Pick<SignInRow, 'correlationId' | 'createdMs' | 'errorCode' | 'agentId'>;

function rowsOf(run: ProbeRun): readonly Row[] {
  const { id: correlationId, agentId, startedMs: createdMs, aadsts } = run;
  const row = observationOf(run, 'wrong-password')?.row;
  const seen = [...(observationOf(run, 'sign-in-log')?.rows ?? []), ...(row ? [row] : [])];
  if (agentId === null || seen.some((one) => one.correlationId === correlationId)) return seen;
  return [...seen, { correlationId, createdMs, errorCode: aadsts ?? 0, agentId }];
}

function machinesOf(run: ProbeRun) {
  const named = Object.entries(observationOf(run, 'sign-in-log')?.machines ?? {});
  const listed = observationOf(run, 'agents')?.agents ?? [];
  return [
    ...named.map(([id, machine]) => ({ id, machine, status: null })),
    ...listed.map(({ id, machineName, status }) => ({ id, machine: machineName, status })),
  ];
}

/** A machine that nobody saw for that long before is gone. */
const SEEN_MS = 30 * DAY_MS;

export const AGENT_SHARES =
  'SELECT target, agent_id, machine, status, sum(answered) answered, sum(failed) failed, ' +
  'max(last_ms) last_ms FROM (' +
  '  SELECT target, agent_id, 1 answered, failed, at_ms last_ms FROM answers ' +
  '  WHERE at_ms >= ?1 AND at_ms < ?2 AND ?3 ' +
  '  UNION ALL SELECT target, agent_id, answered, failed, last_ms FROM agent_hours ' +
  '  WHERE hour_ms >= ?1 AND hour_ms < ?2 AND NOT ?3 ' +
  `  UNION ALL SELECT target, agent_id, 0, 0, NULL FROM machines WHERE seen_ms >= ?1 - ${SEEN_MS} ` +
  ') LEFT JOIN machines USING (target, agent_id) GROUP BY target, agent_id ORDER BY 1, 2';

export function parseShare(row: Readonly<Record<string, unknown>>): AgentShare {
  return {
    target: String(row.target),
    id: String(row.agent_id),
    machine: row.machine === null ? null : String(row.machine),
    status: row.status === null ? null : String(row.status),
    answered: Number(row.answered),
    failed: Number(row.failed),
    lastAnsweredMs: row.last_ms === null ? null : Number(row.last_ms),
  };
}
