/**
 * The rows of a configuration with whose account each one tries: two modules that sign in with one
 * account are kept apart by its budget, before the budget has to refuse one of them.
 */
import { BUDGET_DEFAULTS, hasBudget } from '../budget/decide.ts';
import { PROBES } from '../index.ts';
import type { Module, Target } from '../target.ts';
import type { PlannedRow } from './plan.ts';
import type { ScheduleRow } from './schedule-row.ts';

export interface Scheduled {
  targets: Readonly<Record<string, Target>>;
  modules: Readonly<Record<string, Module>>;
  schedule: readonly ScheduleRow[];
}

export function plannedRows({ targets, modules, schedule }: Scheduled): PlannedRow[] {
  return schedule.map((row) => {
    const [target, module] = [targets[row.target], modules[row.module]];
    const signsIn = PROBES[module?.probe ?? '']?.signsInAs === 'healthy';
    const minIntervalMs = target === undefined ? 0 : minIntervalOf(target);
    if (!signsIn || !target?.account || minIntervalMs === 0) return row;
    // It never leaves this process: status and lines name the row only.
    const key = `${target.authority} ${target.account.userName.toLowerCase()}`;
    return { ...row, account: { key, minIntervalMs } };
  });
}

export function minIntervalOf(target: Pick<Target, 'kind' | 'budget'>): number {
  if (!hasBudget(target)) return 0;
  return target.budget?.minIntervalMs ?? BUDGET_DEFAULTS.minIntervalMs;
}
