/**
 * Decides what to start now, and what to leave out and why. It is told the time and never waits: a
 * clock that jumped leads to slots left out, never to a burst. A probe that still runs is not
 * started a second time, and runs that share an account keep their distance.
 */
import type { Dice } from '../../runtime/ports.ts';
import { maintenanceOf } from './maintenance.ts';
import { type MaintenanceWindow, rowKey, type ScheduleRow } from './schedule-row.ts';
import { firstSlot, type Slot, slotAfter } from './slots.ts';

/** A row, and with whose account it signs in: absent for probes that sign in nowhere. */
export interface PlannedRow extends ScheduleRow {
  account?: { key: string; minIntervalMs: number };
}

export interface Plan {
  /** Undefined: nothing will ever be due. */
  nextDueMs(): number | undefined;
  /** What is due; who is started must be reported to `finished`. */
  take(nowMs: number): readonly Decision[];
  /** `sentMs`: when its attempt began, from which the next one of this account keeps away. */
  finished(key: string, sentMs: number): void;
  /** An attempt outside the schedule, from which scheduled ones of this account keep away, too. */
  attempted(account: string, sentMs: number): void;
  /** Rows that stayed the same keep their slots, and what runs goes on. */
  replace(rows: readonly PlannedRow[], windows: readonly MaintenanceWindow[], nowMs: number): void;
  rows(): readonly RowState[];
}

export interface Decision {
  row: PlannedRow;
  slotMs: number;
  what: 'start' | 'skip';
  /** Why it is left out. */
  why?: string;
}

export interface RowState {
  row: PlannedRow;
  slotMs?: number;
  dueMs?: number;
  running: boolean;
  skipped: number;
  lastSkip?: string;
}

/** Later than that, a run says nothing about its slot any more: the machine slept. */
export const LATE_MAX_MS = 30_000;

/** A clock that went back by more than that: slots are laid out anew. */
const BACK_MAX_MS = 90_000;

interface Entry {
  row: PlannedRow;
  slot: Slot | undefined;
  skipped: number;
  lastSkip?: string;
}

/** Empty until `replace` gives it rows. */
export function createPlan(dice: Dice): Plan {
  const state: State = { dice, entries: [], windows: [], running: new Map(), attempts: new Map() };
  let lookedMs = 0;
  return {
    nextDueMs() {
      const due = state.entries.flatMap(({ slot }) => (slot ? [slot.dueMs] : []));
      return due.length === 0 ? undefined : Math.min(...due);
    },
    take(atMs) {
      if (atMs < lookedMs - BACK_MAX_MS) layOutAnew(state, atMs);
      lookedMs = atMs;
      return inOrder(state.entries).flatMap(({ entry, slot }) =>
        slot.dueMs <= atMs ? (decide(state, entry, slot, atMs) ?? []) : [],
      );
    },
    finished(key, sentMs) {
      const account = state.running.get(key)?.account;
      state.running.delete(key);
      if (account) state.attempts.set(account.key, sentMs);
    },
    attempted(account, sentMs) {
      state.attempts.set(account, Math.max(sentMs, state.attempts.get(account) ?? 0));
    },
    replace(rows, windows, atMs) {
      const before = new Map(state.entries.map((entry) => [JSON.stringify(entry.row), entry]));
      state.windows = windows;
      state.entries = rows.map((row) => {
        const same = before.get(JSON.stringify(row));
        return same ?? { row, slot: firstSlot(row, atMs, dice), skipped: 0 };
      });
    },
    rows: () =>
      state.entries.map(({ slot, ...entry }) => {
        return { ...entry, ...slot, running: state.running.has(rowKey(entry.row)) };
      }),
  };
}

interface State {
  dice: Dice;
  entries: readonly Entry[];
  windows: readonly MaintenanceWindow[];
  running: Map<string, PlannedRow>;
  /** Account → when the last attempt began; Infinity while one is under way. */
  attempts: Map<string, number>;
}

/** Undefined: it waits for its account. */
function decide(state: State, entry: Entry, slot: Slot, atMs: number): Decision | undefined {
  const { row } = entry;
  const { slotMs } = slot;
  const following = slotAfter(row, slotMs, slotMs, state.dice);
  const isOver = following !== undefined && atMs >= following.slotMs;
  const why = whyNot(state, entry, slot, { atMs, isOver });
  if (why === undefined) {
    const freeMs = freeAt(row, state.attempts);
    if (freeMs > atMs) {
      slot.dueMs = freeMs === Infinity ? atMs + RETRY_MS : freeMs;
      return undefined;
    }
    state.running.set(rowKey(row), row);
    if (row.account) state.attempts.set(row.account.key, Infinity);
  } else {
    entry.skipped += 1;
    entry.lastSkip = why;
  }
  entry.slot = isOver ? slotAfter(row, slotMs, atMs - 1, state.dice) : following;
  return why === undefined ? { row, slotMs, what: 'start' } : { row, slotMs, what: 'skip', why };
}

/** The clock went back: slots of the time that comes again would be far away. */
function layOutAnew({ entries, attempts, dice }: State, atMs: number): void {
  for (const entry of entries) entry.slot = firstSlot(entry.row, atMs, dice);
  for (const [key, sentMs] of attempts) if (sentMs !== Infinity) attempts.delete(key);
}

const RETRY_MS = 250;

function whyNot(
  { windows, running }: State,
  { row }: Entry,
  { dueMs }: Slot,
  { atMs, isOver }: { atMs: number; isOver: boolean },
): string | undefined {
  const window = maintenanceOf(windows, row.target, atMs);
  if (window?.probes === 'pause') return `maintenance: ${window.reason}`;
  if (running.has(rowKey(row))) return 'the run before it has not ended';
  if (atMs - dueMs > LATE_MAX_MS) return SLEPT;
  if (!isOver) return undefined;
  return row.account ? 'its account was in use until the next one was due' : SLEPT;
}

const SLEPT = 'its time passed while this machine slept or was busy';

function freeAt({ account }: PlannedRow, attempts: ReadonlyMap<string, number>): number {
  if (account === undefined) return 0;
  const lastMs = attempts.get(account.key);
  return lastMs === undefined ? 0 : lastMs + account.minIntervalMs;
}

/** Who was due first goes first. */
function inOrder(entries: readonly Entry[]): { entry: Entry; slot: Slot }[] {
  return entries
    .flatMap((entry) => (entry.slot ? [{ entry, slot: entry.slot }] : []))
    .sort((a, b) => a.slot.slotMs - b.slot.slotMs);
}
