/**
 * The tables of a history, as a list of steps: a file of version n has seen the first n of them. A
 * step that was released is never edited; what changes is a further step at the end.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE notes (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE series (
    id INTEGER PRIMARY KEY, target TEXT NOT NULL, module TEXT NOT NULL, probe TEXT NOT NULL,
    UNIQUE (target, module, probe)
  );
  CREATE TABLE runs (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL, series INTEGER NOT NULL,
    started_ms INTEGER NOT NULL, took_ms REAL NOT NULL, verdict INTEGER NOT NULL,
    summary TEXT NOT NULL, aadsts INTEGER, agent_id TEXT, seen TEXT NOT NULL
  );
  CREATE INDEX runs_by_series ON runs (series, started_ms);
  CREATE INDEX runs_by_time ON runs (started_ms);
  CREATE INDEX runs_not_passed ON runs (started_ms) WHERE verdict <> 0;
  CREATE TABLE hours (
    series INTEGER NOT NULL, hour_ms INTEGER NOT NULL, passed INTEGER NOT NULL,
    failed INTEGER NOT NULL, inconclusive INTEGER NOT NULL, took_ms_sum REAL NOT NULL,
    took_ms_max REAL NOT NULL, buckets TEXT NOT NULL, aadsts TEXT NOT NULL,
    PRIMARY KEY (series, hour_ms)
  ) WITHOUT ROWID;
  CREATE TABLE incidents (
    place INTEGER PRIMARY KEY, series INTEGER NOT NULL, begin_ms INTEGER NOT NULL,
    last_failure_ms INTEGER NOT NULL, end_ms INTEGER, failures INTEGER NOT NULL,
    summary TEXT NOT NULL, last_summary TEXT NOT NULL, diagnosis TEXT
  );
  CREATE UNIQUE INDEX incidents_open ON incidents (series) WHERE end_ms IS NULL;
  CREATE INDEX incidents_by_time ON incidents (begin_ms);
  CREATE TABLE answers (
    target TEXT NOT NULL, correlation_id TEXT NOT NULL, agent_id TEXT NOT NULL,
    at_ms INTEGER NOT NULL, failed INTEGER NOT NULL, PRIMARY KEY (target, correlation_id)
  ) WITHOUT ROWID;
  CREATE INDEX answers_by_time ON answers (at_ms, target, agent_id, failed);
  CREATE TABLE agent_hours (
    target TEXT NOT NULL, agent_id TEXT NOT NULL, hour_ms INTEGER NOT NULL,
    answered INTEGER NOT NULL, failed INTEGER NOT NULL, last_ms INTEGER NOT NULL,
    PRIMARY KEY (target, agent_id, hour_ms)
  ) WITHOUT ROWID;
  CREATE TABLE machines (
    target TEXT NOT NULL, agent_id TEXT NOT NULL, machine TEXT, status TEXT,
    seen_ms INTEGER NOT NULL, PRIMARY KEY (target, agent_id)
  ) WITHOUT ROWID;
  CREATE TABLE attempts (
    place INTEGER PRIMARY KEY, account TEXT NOT NULL, at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL, outcome TEXT NOT NULL
  );
  CREATE INDEX attempts_by_account ON attempts (account, place);
  `,
];

/** Says that a SQLite file is ours: "ptah". */
export const APPLICATION_ID = 0x70746168;
