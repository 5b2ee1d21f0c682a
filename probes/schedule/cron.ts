/**
 * Cron patterns, with the time given and never taken: croner starts no timer of its own here. A
 * local time that the clock skips in spring happens when the gap ends; one that comes twice in
 * autumn happens once, unless the pattern has a wildcard or step among its minutes or hours.
 */
import { Cron } from 'croner';
import type { CronTiming } from './schedule-row.ts';

/** First moment after `afterMs`; undefined: there is none (30 February). */
export function nextCron({ cron, timeZone }: CronTiming, afterMs: number): number | undefined {
  const found = compile(cron, timeZone).nextRun(new Date(afterMs));
  return found === null ? undefined : found.getTime();
}

/** Undefined if the pattern can be used; else what is wrong with it. */
export function cronProblem(cron: string, timeZone: string, nowMs: number): string | undefined {
  if (cron.trim().split(/\s+/).length !== FIELDS) return 'it has not five fields';
  try {
    return nextCron({ cron, timeZone }, nowMs) === undefined ? 'it never comes' : undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError)
      return error.message.replace(/^Cron(Pattern|Date): /, '');
    throw error;
  }
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const FIELDS = 5;

/** Compiling one takes about as long as asking it a hundred times. */
const COMPILED_MAX = 200;
const compiled = new Map<string, Cron>();

function compile(pattern: string, timezone: string): Cron {
  const key = `${timezone} ${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= COMPILED_MAX) compiled.clear();
  const made = new Cron(pattern, { timezone, paused: true, mode: '5-part' });
  compiled.set(key, made);
  return made;
}
