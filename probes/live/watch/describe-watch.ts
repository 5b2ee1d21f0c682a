/**
 * What a watch says of itself, for the status page and `/-/healthy`: plain data, without accounts
 * and without secrets. Pure.
 */
import { spanAt } from '../../schedule/maintenance.ts';
import type { RowState } from '../../schedule/plan.ts';
import type { MaintenanceWindow, Timing } from '../../schedule/schedule-row.ts';
import type { ProbesFile } from '../config/probes-file.ts';

export interface WatchStatus {
  nowMs: number;
  startedMs: number;
  /** When the configuration in use was read. */
  loadedMs: number;
  isStopping: boolean;
  /** Why the last reload kept the configuration before it. */
  reloadProblem: string | null;
  /** Why runs cannot be written, and how many wait for it. */
  historyProblem: string | null;
  unkept: number;
  rows: readonly RowStatus[];
  /** Windows that are open now. */
  maintenance: readonly OpenWindow[];
}

export interface RowStatus {
  target: string;
  module: string;
  probe: string;
  timing: Timing;
  /** Null: never again. */
  dueMs: number | null;
  isRunning: boolean;
  skipped: number;
  lastSkip: string | null;
}

export interface OpenWindow extends Pick<MaintenanceWindow, 'reason' | 'probes'> {
  /** Null: all. */
  targets: readonly string[] | null;
  fromMs: number;
  toMs: number;
}

export interface WatchState
  extends Pick<WatchStatus, 'nowMs' | 'startedMs' | 'loadedMs' | 'isStopping' | 'unkept'> {
  file: ProbesFile;
  rows: readonly RowState[];
  reloadProblem: string | undefined;
  historyProblem: string | undefined;
}

export function describeWatch(state: WatchState): WatchStatus {
  const { file, rows, reloadProblem = null, historyProblem = null, ...same } = state;
  return {
    ...{ ...same, reloadProblem, historyProblem },
    rows: rows.map((row) => describeRow(row, file)),
    maintenance: file.maintenance.flatMap((window) => openWindow(window, state.nowMs)),
  };
}

function describeRow({ row, running, ...state }: RowState, { modules }: ProbesFile): RowStatus {
  const { target, module, timing } = row;
  return {
    ...{ target, module, timing, probe: modules[module]?.probe ?? module },
    ...{ isRunning: running, skipped: state.skipped },
    ...{ dueMs: state.dueMs ?? null, lastSkip: state.lastSkip ?? null },
  };
}

function openWindow(window: MaintenanceWindow, nowMs: number): OpenWindow[] {
  const span = spanAt(window, nowMs);
  const { reason, probes, targets = null } = window;
  return span ? [{ reason, probes, targets, fromMs: span.fromMs, toMs: span.toMs }] : [];
}
