/**
 * How often what runs, from a file of probes: rules are sized by it. Without a file every module is
 * taken to run once a minute.
 */
import { ALERT_DEFAULTS, type AlertRules } from '../../probes/alerts/alert-rules.ts';
import type { ProbesFile } from '../../probes/live/config/probes-file.ts';
import { longestGapMs } from '../../probes/schedule/longest-gap.ts';
import { MINUTE_MS } from '../../protocol/time-units.ts';

export interface Cadences {
  /** Each once, shortest first. */
  intervalsMs: readonly number[];
  /** Longest time between two looks at the list of agents; null: nobody looks. */
  agentsMs: number | null;
  /** Somebody reads the sign-in log. */
  hasLog: boolean;
  /** Limits, as our own alerts have them. */
  rules: AlertRules;
}

export const USUAL: Cadences = {
  intervalsMs: [MINUTE_MS],
  agentsMs: 10 * MINUTE_MS,
  hasLog: true,
  rules: ALERT_DEFAULTS,
};

type Sized = Pick<ProbesFile, 'schedule' | 'modules' | 'alerts'>;

export function cadencesOf({ schedule, modules, alerts }: Sized, nowMs: number): Cadences {
  const rows = schedule.map(({ module, timing }) => ({
    probe: modules[module]?.probe ?? module,
    intervalMs: longestGapMs(timing, nowMs),
  }));
  const lists = rows.filter(({ probe }) => probe === 'agents');
  const intervals = new Set(rows.map(({ intervalMs }) => intervalMs));
  return {
    intervalsMs: [...intervals].sort((a, b) => a - b),
    agentsMs: lists.length === 0 ? null : Math.max(...lists.map(({ intervalMs }) => intervalMs)),
    hasLog: rows.some(({ probe }) => probe === 'sign-in-log'),
    rules: alerts?.rules ?? ALERT_DEFAULTS,
  };
}

const STEP_MAX_MS = 5 * MINUTE_MS;

/** How often the tests of the rules evaluate them: as rarely as the shortest interval allows. */
export function evaluationMs({ intervalsMs: [shortestMs = MINUTE_MS] }: Cadences): number {
  return Math.min(shortestMs, STEP_MAX_MS);
}
