/** What a schedule promises, whatever the clock, the probes and the accounts do. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDice } from '../../runtime/dice.ts';
import { proves } from '../../test/parity/proves.ts';
import { createPlan, LATE_MAX_MS, type Plan, type PlannedRow } from './plan.ts';
import { type MaintenanceWindow, rowKey } from './schedule-row.ts';

const BEGIN_MS = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;

function planOf(rows: readonly PlannedRow[], windows: readonly MaintenanceWindow[] = []): Plan {
  const plan = createPlan(createDice('plan'));
  plan.replace(rows, windows, BEGIN_MS);
  return plan;
}

function every(everyMs: number, more: Partial<PlannedRow> = {}): PlannedRow {
  return { target: 'contoso', module: 'sign-in', timing: { everyMs }, jitterMs: 0, ...more };
}

interface Start {
  key: string;
  slotMs: number;
  atMs: number;
  endMs: number;
}

/** Plays a plan: time goes on by the given steps, probes take the given time. */
function play(plan: Plan, stepsMs: readonly number[], tookMs: (index: number) => number) {
  const starts: Start[] = [];
  const skips: { key: string; slotMs: number; why: string; atMs: number }[] = [];
  let nowMs = BEGIN_MS;
  for (const stepMs of stepsMs) {
    nowMs += stepMs;
    for (const ended of starts.filter(({ endMs }) => endMs <= nowMs && endMs > nowMs - stepMs)) {
      plan.finished(ended.key, ended.atMs);
    }
    for (const { row, slotMs, what, why = '' } of plan.take(nowMs)) {
      const key = rowKey(row);
      if (what === 'skip') skips.push({ key, slotMs, why, atMs: nowMs });
      else starts.push({ key, slotMs, atMs: nowMs, endMs: nowMs + tookMs(starts.length) });
    }
  }
  return { starts, skips, nowMs };
}

const anyRow = (module: string) =>
  fc
    .record({
      everyMs: fc.integer({ min: 10_000, max: 10 * MINUTE_MS }),
      jitterShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
      shares: fc.boolean(),
    })
    .map(({ everyMs, jitterShare, shares }): PlannedRow => {
      const account = shares && { account: { key: 'a', minIntervalMs: MINUTE_MS } };
      return every(everyMs, { module, jitterMs: Math.floor(everyMs * jitterShare), ...account });
    });

test(
  proves('probes.schedule', 'no run is early, overlaps its own kind, or tries an account too soon'),
  () => {
    fc.assert(
      fc.property(
        fc.tuple(anyRow('a'), anyRow('b'), anyRow('c')),
        fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 50, maxLength: 300 }),
        fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 10, maxLength: 10 }),
        (rows, steps, took) => {
          const plan = planOf(rows);
          const { starts } = play(plan, steps, (index) => took[index % took.length] ?? 1);
          for (const row of rows) {
            const own = starts.filter(({ key }) => key === rowKey(row));
            expect(own.every(({ atMs, slotMs }) => atMs >= slotMs)).toBe(true);
            expect(new Set(own.map(({ slotMs }) => slotMs)).size).toBe(own.length);
            for (const [index, { atMs }] of own.entries()) {
              expect(atMs).toBeGreaterThanOrEqual(own[index - 1]?.endMs ?? 0);
            }
          }
          const signIns = starts.filter(({ key }) =>
            rows.some((row) => row.account && rowKey(row) === key),
          );
          for (const [index, { atMs }] of signIns.entries()) {
            const before = signIns[index - 1];
            if (before) expect(atMs - before.atMs).toBeGreaterThanOrEqual(MINUTE_MS);
          }
        },
      ),
      { numRuns: 150 },
    );
  },
);

test('jitter moves a run within its bound and leaves the grid where it is', () => {
  const plan = planOf([every(5 * MINUTE_MS, { jitterMs: 30_000 })]);
  const { starts } = play(plan, Array<number>(20_000).fill(1_000), () => 10);
  const first = starts[0]?.slotMs ?? 0;
  expect(starts.length).toBeGreaterThan(60);
  for (const [index, { slotMs, atMs }] of starts.entries()) {
    expect(slotMs).toBe(first + index * 5 * MINUTE_MS);
    expect(atMs - slotMs).toBeLessThan(31_000);
  }
  expect(
    new Set(starts.map(({ slotMs, atMs }) => Math.round((atMs - slotMs) / 1_000))).size,
  ).toBeGreaterThan(10);
});

test('ten rows do not start in the same moment', () => {
  const rows = Array.from({ length: 10 }, (_, index) => every(MINUTE_MS, { module: `m${index}` }));
  const { starts } = play(planOf(rows), Array<number>(600).fill(100), () => 1);
  expect(starts).toHaveLength(10);
  expect(new Set(starts.map(({ atMs }) => Math.floor(atMs / 1_000))).size).toBeGreaterThan(4);
});

test('a laptop that slept for a night leaves the night out, without a burst, and says so', () => {
  const rows = Array.from({ length: 10 }, (_, index) => every(MINUTE_MS, { module: `m${index}` }));
  const plan = planOf(rows);
  play(plan, Array<number>(120).fill(1_000), () => 10);
  const awakeMs = BEGIN_MS + 120_000 + 8 * 60 * MINUTE_MS;
  const woken = plan.take(awakeMs);
  expect(woken.map(({ what }) => what)).toEqual(Array(10).fill('skip'));
  expect(woken[0]?.why).toBe('its time passed while this machine slept or was busy');
  expect(plan.nextDueMs()).toBeGreaterThan(awakeMs - 1);
});

test('30 s late is late enough to run, one more millisecond is not', () => {
  for (const [lateMs, what] of [
    [LATE_MAX_MS, 'start'],
    [LATE_MAX_MS + 1, 'skip'],
  ] as const) {
    const plan = planOf([every(60 * MINUTE_MS)]);
    const dueMs = plan.nextDueMs() ?? 0;
    expect(plan.take(dueMs - 1)).toEqual([]);
    expect(plan.take(dueMs + lateMs).map((decision) => decision.what)).toEqual([what]);
  }
});

test('a clock that was set back by an hour does not silence the schedule for that hour', () => {
  const plan = planOf([every(MINUTE_MS)]);
  play(plan, Array<number>(120).fill(1_000), () => 10);
  plan.take(BEGIN_MS - 60 * MINUTE_MS);
  expect(plan.nextDueMs()).toBeLessThan(BEGIN_MS - 59 * MINUTE_MS);
});

test('two modules with one account take turns, and the one that waits is not left out', () => {
  const account = { key: 'a', minIntervalMs: MINUTE_MS };
  const rows = ['sign-in', 'wrong-password'].map((module) =>
    every(2 * MINUTE_MS, { module, account }),
  );
  const { starts, skips } = play(planOf(rows), Array<number>(3_600).fill(1_000), () => 500);
  const keys = starts.map(({ key }) => key);
  expect(skips).toEqual([]);
  expect(keys.filter((key) => key === 'contoso/sign-in').length).toBeGreaterThanOrEqual(29);
  expect(keys.filter((key) => key === 'contoso/wrong-password').length).toBeGreaterThanOrEqual(29);
});

test('a run that somebody asked for counts: the schedule keeps away from its account', () => {
  const plan = planOf([every(10 * MINUTE_MS, { account: { key: 'a', minIntervalMs: MINUTE_MS } })]);
  const dueMs = plan.nextDueMs() ?? 0;
  plan.attempted('a', dueMs - 1);
  expect(plan.take(dueMs)).toEqual([]);
  expect(plan.take(dueMs - 1 + MINUTE_MS).map(({ what }) => what)).toEqual(['start']);
});

test('while people work on a target its probes pause, and others go on', () => {
  const [fromMs, toMs] = [BEGIN_MS + 10 * MINUTE_MS, BEGIN_MS + 20 * MINUTE_MS];
  const window = { at: { fromMs, toMs }, targets: ['contoso'], reason: 'patching' } as const;
  const rows = [every(MINUTE_MS), every(MINUTE_MS, { target: 'fabrikam' })];
  const plan = planOf(rows, [{ ...window, probes: 'pause' }]);
  const { starts, skips } = play(plan, Array<number>(1_800).fill(1_000), () => 10);
  const within = starts.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  expect(new Set(within.map(({ key }) => key))).toEqual(new Set(['fabrikam/sign-in']));
  expect(new Set(skips.map(({ why }) => why))).toEqual(new Set(['maintenance: patching']));
});

test('a reload keeps the slots of rows that stayed as they were, and what runs', () => {
  const [kept, gone] = [every(5 * MINUTE_MS), every(MINUTE_MS, { module: 'agents' })];
  const plan = planOf([kept, gone]);
  play(plan, Array<number>(60).fill(1_000), () => 10 * MINUTE_MS);
  const before = plan.rows()[0];
  plan.replace([kept, every(MINUTE_MS, { module: 'discovery' })], [], BEGIN_MS + MINUTE_MS);
  expect(plan.rows()[0]).toEqual(before);
  expect(plan.rows().map(({ running }) => running)).toEqual([true, false]);
});
