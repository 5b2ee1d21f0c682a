import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../../protocol/time-units.ts';
import { Secret } from '../../../runtime/secret.ts';
import { proves } from '../../../test/parity/proves.ts';
import type { ProbeRun } from '../../probe-run.ts';
import { explainIncidents } from './explain-incidents.ts';
import { freshHistoryFile, runAt, START_MS } from './fixture-runs.ts';
import { type History, openHistory } from './history.ts';

const DAY_MS = 24 * HOUR_MS;

/** Of 180 runs, every tenth fails; the last one of each hour is inconclusive. */
function threeHours(): ProbeRun[] {
  return Array.from({ length: 180 }, (_, index) => {
    if (index % 60 === 59) return runAt(index, { verdict: 'inconclusive' });
    if (index % 10 !== 0) return runAt(index, { tookMs: 200 });
    return runAt(index, { verdict: 'fail', aadsts: 80002, summary: `failure ${index}` });
  });
}

describe('what a history is asked', () => {
  test('runs come back as they were, in the order that was asked for', () => {
    using history = openHistory(freshHistoryFile());
    const runs = [runAt(1, { observation: { result: 0 }, agentId: 'a' }), runAt(0)];
    history.appendAll(runs);
    history.append(runAt(2, { module: 'other', verdict: 'fail' }));
    expect(history.runs({ module: 'sign-in' })).toEqual([runs[1], runs[0]]);
    expect(history.runs({ newestFirst: true, limit: 1 })).toMatchObject([{ id: 'run-2' }]);
    expect(history.runs({ verdict: 'fail' })).toMatchObject([{ id: 'run-2' }]);
    expect(history.runs({ fromMs: START_MS, toMs: START_MS + 1 })).toMatchObject([{ id: 'run-0' }]);
    expect(history.latest().map(({ module, id }) => [module, id])).toEqual([
      ['other', 'run-2'],
      ['sign-in', 'run-1'],
    ]);
  });

  test('hours hold what their runs were, whoever wrote them and in how many pieces', () => {
    const file = freshHistoryFile();
    using one = openHistory(file);
    using other = openHistory(file);
    threeHours().forEach((run, index) => {
      (index % 2 === 0 ? one : other).append(run);
    });
    const hours = one.hours({ fromMs: START_MS, toMs: START_MS + DAY_MS });
    expect(hours).toHaveLength(3);
    expect(hours[1]).toMatchObject({ passed: 53, failed: 6, inconclusive: 1, tookMsMax: 200 });
    expect(hours[1]).toMatchObject({ tookMsSum: 53 * 200, aadsts: { 80002: 6 } });
    expect(hours[1]?.buckets.reduce((sum, count) => sum + count)).toBe(53);
    expect(one.hours({ fromMs: START_MS + HOUR_MS, toMs: START_MS + 2 * HOUR_MS })).toHaveLength(1);
  });

  test('an incident is a row of failures that a pass ends and nothing else', () => {
    using history = openHistory(freshHistoryFile());
    const verdicts = ['pass', 'fail', 'inconclusive', 'fail', 'pass', 'fail'] as const;
    verdicts.forEach((verdict, index) => {
      history.append(runAt(index, { verdict, summary: `${verdict} ${index}` }));
    });
    // From before the failure: it was late, and heals nothing.
    history.append(runAt(4.5, { verdict: 'pass' }));
    const [first, second] = history.incidents(START_MS, START_MS + DAY_MS);
    expect(first).toMatchObject({ failures: 2, summary: 'fail 1', lastSummary: 'fail 3' });
    expect(first?.endMs).toBe(runAt(4).startedMs);
    expect(second).toMatchObject({ endMs: null, diagnosis: null });
    history.explain(second?.id ?? 0, 'port 443 is blocked');
    expect(history.incidents(START_MS + HOUR_MS, START_MS + DAY_MS)).toMatchObject([
      { summary: 'fail 5', diagnosis: 'port 443 is blocked' },
    ]);
  });

  test('an open incident is diagnosed from what probes saw since it began', () => {
    using history = openHistory(freshHistoryFile());
    const explainer = explainIncidents(history);
    const observation = (result: number) => {
      const rest = { status: 400, text: '', correlationId: '', phaseMs: {}, tokens: null };
      return { observation: { result, ...rest } };
    };
    const diagnosisAfter = (run: ProbeRun) => {
      history.append(run);
      explainer.ran(run);
      return history.incidents(START_MS, START_MS + DAY_MS).at(-1)?.diagnosis;
    };
    expect(diagnosisAfter(runAt(0, observation(0)))).toBeUndefined();
    const blind = diagnosisAfter(runAt(1, { verdict: 'fail' }));
    expect(blind).toBeNull();
    const seen = diagnosisAfter(runAt(2, { verdict: 'fail', ...observation(50057) }));
    expect(seen).toMatch(/account/i);
  });

  test('an incident is explained by what another probe found broken before it began', () => {
    using history = openHistory(freshHistoryFile());
    const explainer = explainIncidents(history);
    const tell = (run: ProbeRun) => {
      history.append(run);
      explainer.ran(run);
    };
    const told = (module: string) =>
      history.incidents(START_MS, START_MS + DAY_MS).findLast((one) => one.module === module)
        ?.diagnosis;
    const refused = { result: 50057, status: 400, text: '', correlationId: '', phaseMs: {} };
    tell(runAt(0, { module: 'other', verdict: 'fail' }));
    expect(told('other')).toBeNull();
    tell(runAt(1, { verdict: 'fail', observation: { ...refused, tokens: null } }));
    expect(told('other')).toMatch(/account/i);
    expect(told('other')).toMatch(/^Guesses/);
    tell(runAt(2, { module: 'third', verdict: 'fail' }));
    expect(told('third')).toMatch(/account/i);
    tell(runAt(2 * 24 * 60, { module: 'fourth', verdict: 'fail' }));
    expect(told('fourth')).toBeUndefined();
  });

  test('a sign-in counts once for its agent, however often the log is read', () => {
    using history = openHistory(freshHistoryFile());
    const row = (correlationId: string, agentId: string, errorCode: number) => {
      return { correlationId, agentId, errorCode, createdMs: START_MS };
    };
    const rows = [row('run-0', 'a', 0), row('x', 'b', 80002), row('y', 'b', 50126)];
    const machines = { a: 'AGT-1' };
    const log = { probe: 'sign-in-log', module: 'log', observation: { rows, machines } };
    history.appendAll([runAt(0, { agentId: 'a' }), runAt(1, log), runAt(2, log)]);
    const agents = history.agents({ fromMs: START_MS, toMs: START_MS + HOUR_MS });
    expect(agents).toMatchObject([
      { id: 'a', machine: 'AGT-1', answered: 1, failed: 0, lastAnsweredMs: START_MS },
      { id: 'b', machine: null, answered: 2, failed: 1 },
    ]);
    expect(history.agents({ fromMs: START_MS, toMs: START_MS + 9 * DAY_MS })).toEqual(agents);
    expect(history.agents({ fromMs: 0, toMs: 1 }).map(({ answered }) => answered)).toEqual([0, 0]);
  });

  test('passes go first, failures later, hours and incidents last', () => {
    using history = openHistory(freshHistoryFile());
    history.appendAll([runAt(0), runAt(1, { verdict: 'fail' }), runAt(2)]);
    const left = (days: number) => {
      history.prune(START_MS + HOUR_MS + days * DAY_MS);
      const hours = history.hours({ fromMs: 0, toMs: START_MS + DAY_MS });
      return [history.runs().map(({ verdict }) => verdict), hours.length] as const;
    };
    expect(left(29)).toEqual([['pass', 'fail', 'pass'], 1]);
    expect(left(30)).toEqual([['fail'], 1]);
    expect(left(180)).toEqual([[], 1]);
    expect(history.incidents(0, START_MS + DAY_MS)).toHaveLength(1);
    expect(left(401)).toEqual([[], 0]);
    expect(history.incidents(0, START_MS + DAY_MS)).toHaveLength(0);
  });
});

test('of a batch with a run that cannot be written nothing is kept, nor counted later', () => {
  using history = openHistory(freshHistoryFile());
  const unwritable = runAt(1, { module: 'other', aadsts: {} as never });
  expect(() => history.appendAll([runAt(0), runAt(0, { module: 'other' }), unwritable])).toThrow();
  history.append(runAt(2, { module: 'other' }));
  expect(history.latest()).toHaveLength(1);
  expect(consistentCount(history)).toBe(1);
});

test('no secret gets in, however it is spelled; the verdict does', () => {
  const file = freshHistoryFile();
  const password = 'Kanarie "7&/x+y';
  using history = openHistory(file, { secrets: [new Secret(password)] });
  const spelled = [password, encodeURIComponent(password), btoa(password)];
  spelled.forEach((text, index) => {
    history.append(runAt(index, { verdict: 'fail', observation: { deep: [{ text }] } }));
  });
  history.append(runAt(3, { verdict: 'fail', summary: `answered ${password}` }));
  const kept = history.runs();
  expect(kept.map(({ verdict, observation }) => [verdict, observation])).toEqual(
    Array.from({ length: 4 }, () => ['fail', null]),
  );
  expect(() => history.append(runAt(4, { target: password }))).toThrow(/rename it/);
  const bytes = readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1');
  for (const text of spelled) expect(bytes).not.toContain(text);
});

test('the file is its owner’s alone', () => {
  const file = freshHistoryFile();
  using _ = openHistory(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

describe('bad files', () => {
  function writeBad(file: string, sql: string): void {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  }

  const open = (file: string) => openHistory(file, { busyMs: 50 })[Symbol.dispose]();

  test.each([
    ['HISTORY_DAMAGED', 'text', (file: string) => writeFileSync(file, 'not a database'.repeat(99))],
    ['HISTORY_DAMAGED', 'another program', (file: string) => writeBad(file, 'CREATE TABLE t (x)')],
    ['HISTORY_UNREADABLE', 'a folder', (file: string) => mkdirSync(file)],
    [
      'HISTORY_NEWER',
      'a newer version',
      (file: string) => {
        open(file);
        writeBad(file, 'PRAGMA user_version = 99');
      },
    ],
  ])(proves('probes.history.refusals', '%s: %s'), (code, _, make) => {
    const file = freshHistoryFile();
    make(file);
    expect(() => open(file)).toThrow(expect.objectContaining({ code }));
    expect(() => open(file)).toThrow(new RegExp(`${dirname(file)}.*(;|,)`));
  });

  test('whoever only asks makes no file', () => {
    const file = freshHistoryFile();
    expect(() => openHistory(file, { mustExist: true })).toThrow(/no such file/);
    expect(() => statSync(file)).toThrow();
  });

  test(
    proves('probes.history.refusals', 'a locked database: nothing is written, later it is'),
    () => {
      const file = freshHistoryFile();
      using history = openHistory(file, { busyMs: 50 });
      const locker = new DatabaseSync(file);
      locker.exec('BEGIN IMMEDIATE');
      expect(() => history.append(runAt(0))).toThrow(
        expect.objectContaining({ code: 'HISTORY_LOCKED' }),
      );
      locker.exec('ROLLBACK');
      locker.close();
      history.append(runAt(1));
      expect(consistentCount(history)).toBe(1);
    },
  );

  test(proves('probes.history.refusals', 'a full disk: what was kept stays, whole'), () => {
    const file = freshHistoryFile();
    using history = openHistory(file, { pagesMax: 60 });
    let kept = 0;
    const batch = () => {
      history.appendAll(Array.from({ length: 20 }, (_, index) => runAt(kept + index)));
      kept += 20;
    };
    const fill = () => {
      for (;;) batch();
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'HISTORY_FULL' }));
    expect(fill).toThrow(/make room/);
    expect(kept).toBeGreaterThan(0);
    expect(consistentCount(history)).toBe(kept);
  });
});

/** How many runs there are, if the hours say the same. */
function consistentCount(history: History): number {
  const hours = history.hours({ fromMs: 0, toMs: START_MS + 400 * DAY_MS });
  const counted = hours.reduce((sum, { passed }) => sum + passed, 0);
  expect(history.runs()).toHaveLength(counted);
  return counted;
}
