/**
 * Alerts on budgets that burn although no three failures come together: one bad agent of several.
 * Windows are runs times cadence, so there is a set for each interval of the schedule; where a
 * window would be longer than three days, failures in a row are all there is.
 */
import type { AlertRules, BurnWindows, Severity } from '../../probes/alerts/alert-rules.ts';
import { DAY_MS, SECOND_MS } from '../../protocol/time-units.ts';
import {
  type Alert,
  alertRule,
  type Case,
  promDuration,
  type RecordingRule,
  UNLESS_PLANNED,
} from './alert.ts';
import { EXAMPLE, EXAMPLE_LABELS, isFailing, NAMED } from './probe-alerts.ts';

const WINDOW_MAX_MS = 3 * DAY_MS;
/** A window that is not even half full judges nobody: the watch has just started. */
const FULL_MIN = 0.5;
/** More than half full, so that tests need not wait for the rest. */
const ENOUGH = 0.6;
const CASE_RUNS_MAX = 100;
const RATIO = 'target_module:pta_probe_failures:ratio';

interface Burn extends BurnWindows {
  alert: string;
  severity: Severity;
  intervalMs: number;
  rules: AlertRules;
}

function burnsOf(rules: AlertRules, intervalMs: number): readonly Burn[] {
  const burns: readonly Burn[] = [
    { alert: 'PtaProbeBurnsFast', severity: 'critical', intervalMs, rules, ...rules.burnFast },
    { alert: 'PtaProbeBurnsSlowly', severity: 'warning', intervalMs, rules, ...rules.burnSlow },
  ];
  return burns.filter(({ longRuns }) => longRuns * intervalMs <= WINDOW_MAX_MS);
}

export function failureRatios(rules: AlertRules, intervalMs: number): readonly RecordingRule[] {
  const counts = burnsOf(rules, intervalMs).flatMap(({ longRuns, shortRuns }) => [
    longRuns,
    shortRuns,
  ]);
  return [...new Set(counts)].map((runs) => ({
    record: `${RATIO}_${runs}runs`,
    expr: `${increase('="fail"', runs, intervalMs)} / ${increase('=~"pass|fail"', runs, intervalMs)} and ${ofInterval(intervalMs)}`,
    labels: { cadence: promDuration(intervalMs) },
  }));
}

export function burnAlerts(rules: AlertRules, intervalMs: number): readonly Alert[] {
  return burnsOf(rules, intervalMs).map((burn) => ({
    rule: burnRule(burn),
    cases: burnCases(burn),
  }));
}

function ofInterval(intervalMs: number): string {
  return `on (target, module) (pta_probe_interval_seconds == ${intervalMs / SECOND_MS})`;
}

function increase(verdict: string, runs: number, intervalMs: number): string {
  const window = promDuration(runs * intervalMs);
  return `sum by (target, module) (increase(pta_probe_runs_total{verdict${verdict}}[${window}]))`;
}

function limitOf({ factor, rules }: Burn): number {
  return Number((factor * (1 - rules.objective)).toPrecision(6));
}

function burnRule(burn: Burn) {
  const { alert, severity, intervalMs, longRuns, shortRuns, factor, failuresMin } = burn;
  const limit = limitOf(burn);
  const cadence = promDuration(intervalMs);
  const ratio = (runs: number) => `${RATIO}_${runs}runs{cadence="${cadence}"} > ${limit}`;
  const expr = [
    ratio(longRuns),
    `and ${ratio(shortRuns)}`,
    `and on (target, module) round(${increase('="fail"', shortRuns, intervalMs)}) >= ${failuresMin}`,
    `and on (target, module) ${increase('=~"pass|fail"', longRuns, intervalMs)} >= ${longRuns * FULL_MIN}`,
    `unless on (target, module) (${isFailing(burn.rules)})`,
    UNLESS_PLANNED,
  ].join('\n  ');
  return alertRule(
    alert,
    expr,
    {
      severity,
      summary: `${NAMED} fails too often`,
      description: `More than ${Number((limit * 100).toPrecision(4))} % of the last ${longRuns} runs and of the last ${shortRuns} failed: ${factor} times what the objective allows.`,
      runbook: 'diagnosis',
    },
    { labels: { cadence } },
  );
}

function burnCases(burn: Burn): readonly Case[] {
  const { longRuns, intervalMs } = burn;
  // Twice the limit, spread evenly: no three failures come together.
  const every = Math.max(2, Math.floor(1 / (2 * limitOf(burn))));
  const isBad = (run: number) => run % every === 0;
  const early = Math.floor(longRuns * FULL_MIN) - 2;
  const enough = Math.ceil(longRuns * ENOUGH);
  const fires = { ...EXAMPLE, cadence: promDuration(intervalMs) };
  const shows = {
    ...burnCase(burn, enough, isBad),
    name: 'one bad agent of several shows',
    fires,
  };
  // The rest differs in numbers only, and a long window takes promtool seconds.
  if (longRuns > CASE_RUNS_MAX) return [shows];
  return [
    shows,
    {
      ...burnCase(burn, enough, (run) => run === enough),
      name: 'one failure tells nobody',
      fires: null,
    },
    {
      ...burnCase(burn, early, isBad),
      name: 'a watch that has just started judges nobody',
      fires: null,
    },
  ];
}

/** One run per step; `isBad` says which fail. */
function burnCase({ intervalMs }: Burn, runs: number, isBad: (run: number) => boolean) {
  const failed = Array.from({ length: runs + 1 }, () => 0);
  for (let run = 1; run <= runs; run++) failed[run] = (failed[run - 1] ?? 0) + Number(isBad(run));
  const series = (verdict: string) =>
    `pta_probe_runs_total{${EXAMPLE_LABELS},verdict="${verdict}"}`;
  return {
    ...{ stepMs: intervalMs, atMs: runs * intervalMs },
    series: {
      [series('fail')]: failed.join(' '),
      [series('pass')]: failed.map((count, run) => run - count).join(' '),
      [`pta_probe_interval_seconds{${EXAMPLE_LABELS}}`]: `${intervalMs / SECOND_MS}x${runs}`,
    },
  };
}
