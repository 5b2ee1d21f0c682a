/** Sentences for names and times that there are not, shared by rows, windows and modules. Pure. */
import { didYouMean } from '../../../runtime/yaml/nearest.ts';
import type { Path, Problem } from '../../../runtime/yaml/problem.ts';
import { cronProblem, isTimeZone } from '../../schedule/cron.ts';

export function findWrongZone(timezone: string | undefined, path: Path): Problem[] {
  if (timezone === undefined || isTimeZone(timezone)) return [];
  const text = `expected a time zone such as Europe/Vienna, got "${timezone}"`;
  return [{ path: [...path, 'timezone'], text }];
}

export function unknownName(
  what: string,
  name: string,
  known: readonly string[],
  path: Path,
): Problem[] {
  if (known.includes(name)) return [];
  const hint = didYouMean(name, known);
  return [{ path, text: `expected ${what} (${known.join(', ')}), got "${name}"${hint}` }];
}

export function findWrongCron(
  cron: string,
  timezone: string,
  path: Path,
  nowMs: number,
): Problem[] {
  const wrong = isTimeZone(timezone) ? cronProblem(cron, timezone, nowMs) : undefined;
  if (wrong === undefined) return [];
  const text = `expected a cron pattern of five fields such as "*/15 * * * *", got "${cron}": ${wrong}`;
  return [{ path: [...path, 'cron'], text }];
}
