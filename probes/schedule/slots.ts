/**
 * When a row is due. Its slots lie on a fixed grid, so that a late run never moves the next one;
 * jitter is drawn per slot and moves one run only.
 */
import type { Dice } from '../../runtime/ports.ts';
import { nextCron } from './cron.ts';
import { rowKey, type ScheduleRow } from './schedule-row.ts';

export interface Slot {
  /** On the grid. */
  slotMs: number;
  /** With jitter: never before `slotMs`. */
  dueMs: number;
}

/** After a start not everything runs at once; nobody waits for longer than that either. */
const SPREAD_MAX_MS = 20_000;
const SPREAD_SHARE = 4;

/** Where the grid of an interval begins: a little after the start, each row somewhere else. */
export function firstSlot(row: ScheduleRow, nowMs: number, dice: Dice): Slot | undefined {
  if ('cron' in row.timing) return slotAt(row, nextCron(row.timing, nowMs), dice);
  const spreadMs = Math.min(Math.ceil(row.timing.everyMs / SPREAD_SHARE), SPREAD_MAX_MS);
  return slotAt(row, nowMs + dice.fork(rowKey(row)).below(spreadMs), dice);
}

/** The first slot of the grid that is later than `afterMs` and than the slot before it. */
export function slotAfter(
  row: ScheduleRow,
  slotMs: number,
  afterMs: number,
  dice: Dice,
): Slot | undefined {
  const lateMs = Math.max(slotMs, afterMs);
  if ('cron' in row.timing) return slotAt(row, nextCron(row.timing, lateMs), dice);
  const { everyMs } = row.timing;
  return slotAt(row, slotMs + (Math.floor((lateMs - slotMs) / everyMs) + 1) * everyMs, dice);
}

function slotAt(row: ScheduleRow, slotMs: number | undefined, dice: Dice): Slot | undefined {
  if (slotMs === undefined) return undefined;
  if (row.jitterMs === 0) return { slotMs, dueMs: slotMs };
  const jitter = dice.fork(`${rowKey(row)}@${slotMs}`).below(row.jitterMs + 1);
  return { slotMs, dueMs: slotMs + jitter };
}
