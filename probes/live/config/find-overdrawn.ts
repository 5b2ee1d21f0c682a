/**
 * A schedule that asks for more attempts of one account than its budget has: each run too many
 * would be left out, so the file is refused instead. Rows with cron patterns are not counted.
 */
import { formatDuration, parseDuration } from '../../../runtime/duration.ts';
import type { Problem } from '../../../runtime/yaml/problem.ts';
import { PROBES } from '../../index.ts';
import { minIntervalOf } from '../../schedule/planned-rows.ts';
import type { ProbesDescription } from './probes-description.ts';

export function findOverdrawn(file: ProbesDescription): Problem[] {
  const { targets, modules = {}, schedule = [] } = file;
  return Object.entries(targets).flatMap(([name, { lab, budget }]) => {
    const { minInterval } = budget ?? {};
    const leastMs = minIntervalOf({
      kind: lab === undefined ? 'tenant' : 'lab',
      ...(budget && {
        budget: minInterval === undefined ? {} : { minIntervalMs: parseDuration(minInterval) },
      }),
    });
    const rows = schedule.filter(({ target, module, every }) => {
      const probe = PROBES[modules[module]?.probe ?? module];
      return target === name && every !== undefined && probe?.signsInAs === 'healthy';
    });
    const perMs = rows.reduce((sum, { every = '' }) => sum + 1 / parseDuration(every), 0);
    if (perMs * leastMs <= 1 + ROUNDING) return [];
    const modulesOf = rows.map(({ module }) => module).join(', ');
    const text =
      `expected at most one attempt per ${formatDuration(leastMs)} of its account, got one per ` +
      `${formatDuration(1 / perMs)} from ${modulesOf} together; make every longer`;
    return [{ path: ['schedule'], text }];
  });
}

const ROUNDING = 1e-9;
