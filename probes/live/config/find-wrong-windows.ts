/**
 * Maintenance windows that cannot be: no end, an end before the begin, targets that there are not.
 */
import type { Path, Problem } from '../../../runtime/yaml/problem.ts';
import { findWrongCron, findWrongZone, unknownName } from './name-problems.ts';
import type { ProbesDescription, WindowDescription } from './probes-description.ts';

export function findWrongWindows(file: ProbesDescription, nowMs: number): Problem[] {
  const { maintenance = [], targets, timezone: zone = 'UTC' } = file;
  return maintenance.flatMap((window, at) => {
    const path = ['maintenance', at];
    const names = (window.targets ?? []).flatMap((name, index) =>
      unknownName('the name of a target', name, Object.keys(targets), [...path, 'targets', index]),
    );
    const problems = [
      ...names,
      ...findWrongZone(window.timezone, path),
      ...findWrongForm(window, path),
    ];
    if (problems.length > 0 || window.cron === undefined) return problems;
    return findWrongCron(window.cron, window.timezone ?? zone, path, nowMs);
  });
}

function findWrongForm({ from, to, cron, duration }: WindowDescription, path: Path): Problem[] {
  const once = from !== undefined && to !== undefined;
  const again = cron !== undefined && duration !== undefined;
  const given = [from, to, cron, duration].filter((value) => value !== undefined);
  if (once === again || given.length !== 2) {
    return [{ path, text: 'expected either from and to, or cron and duration' }];
  }
  if (!once) return [];
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  if (fromMs < toMs) return [];
  // The form is right, the day may still be none: 2026-02-30.
  const expected = Number.isNaN(fromMs) ? 'a day that there is' : `a moment after ${from}`;
  const wrong = Number.isNaN(fromMs) ? 'from' : 'to';
  return [
    { path: [...path, wrong], text: `expected ${expected}, got "${wrong === 'to' ? to : from}"` },
  ];
}
