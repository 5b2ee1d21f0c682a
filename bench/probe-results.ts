/** Made-up results of probes, for figures: one every minute and module, one in a thousand fails. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openHistory } from '../probes/live/history/history.ts';
import type { ProbeRun } from '../probes/probe-run.ts';

const MINUTE_MS = 60_000;
export const DAY_MS = 1_440 * MINUTE_MS;
/** From 1970 on. */
export const YEAR_MS = 365 * DAY_MS;
export const MONTH_MS = 30 * DAY_MS;

/** Passes are kept for a month. */
const FIRST_KEPT_MS = YEAR_MS - MONTH_MS;
const PROBES = 10;
const BATCH = 100;

/** A file that is gone afterwards. */
export function withHistoryFile<T>(measure: (file: string) => T): T {
  const file = join(tmpdir(), `pta-lab-bench-history-${process.pid}.sqlite`);
  try {
    return measure(file);
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  }
}

/** A year of ten probes once a minute, as retention leaves it. */
export function fillYear(file: string): void {
  const history = openHistory(file);
  const last = YEAR_MS / MINUTE_MS;
  for (let minute = FIRST_KEPT_MS / MINUTE_MS; minute < last; minute += BATCH) {
    history.appendAll(
      Array.from({ length: BATCH * PROBES }, (_, at) =>
        resultAt(minute + Math.floor(at / PROBES), `probe-${at % PROBES}`),
      ),
    );
  }
  history[Symbol.dispose]();
  repeatHours(file);
}

/**
 * Of what is older than a month there are hours only: those of the last month again, a month
 * earlier each time.
 */
function repeatHours(file: string): void {
  const database = new DatabaseSync(file);
  for (let month = 1; month < 12; month += 1) {
    const earlierMs = month * MONTH_MS;
    database.exec(
      `INSERT INTO hours SELECT series, hour_ms - ${earlierMs}, passed, failed, inconclusive,
         took_ms_sum, took_ms_max, buckets, aadsts FROM hours WHERE hour_ms >= ${FIRST_KEPT_MS};
       INSERT INTO agent_hours SELECT target, agent_id, hour_ms - ${earlierMs}, answered, failed,
         last_ms FROM agent_hours WHERE hour_ms >= ${FIRST_KEPT_MS};`,
    );
  }
  database.close();
}

const FAILS_EVERY = 977;
const AGENTS = 3;

export function resultAt(minute: number, module: string): ProbeRun {
  const failed = minute % FAILS_EVERY === 0;
  const phaseMs = { resolve: 2, connect: 9, tls: 21, processing: 160, transfer: 1 };
  return {
    ...{ id: `${module}-${minute}`, target: 'contoso', module, probe: 'sign-in' },
    ...{ startedMs: minute * MINUTE_MS, tookMs: 150 + (minute % 100), phaseMs },
    ...(failed
      ? { verdict: 'fail', summary: 'expected tokens, got AADSTS80002', aadsts: 80002 }
      : { verdict: 'pass', summary: 'tokens came and are sound', aadsts: null }),
    agentId: `agent-${minute % AGENTS}`,
    observation: { result: failed ? 80002 : 0, status: failed ? 400 : 200, text: '', phaseMs },
  };
}
