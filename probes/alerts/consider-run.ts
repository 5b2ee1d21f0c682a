/**
 * One run more: is its module failing, is its budget burning, does nobody see anything any more?
 * Failures in a row find an outage, burn rates find the one agent of three that fails. Inconclusive
 * runs are no failures; too many of them are an alert of their own.
 */
import { DAY_MS } from '../../protocol/time-units.ts';
import type { ProbeRun } from '../probe-run.ts';
import type { AlertRules, BurnWindows } from './alert-rules.ts';
import type { AlertState, Finding, SeriesState } from './alert-state.ts';
import { considerAgentList } from './consider-agents.ts';
import { keyOf, type Settled, settle } from './settle.ts';

/** What is older than that says nothing of today. */
const FORGET_MS = 30 * DAY_MS;

export function considerRun(
  state: AlertState,
  run: ProbeRun,
  rules: AlertRules,
  nowMs: number,
): Settled {
  const name = `${run.target}/${run.module}`;
  const followed = follow(state.series[name], run, rules);
  const failing = judgeFailing(followed, run, rules);
  const isFailing = failing.isFiring ?? Object.hasOwn(state.open, keyOf(failing));
  const series = isFailing ? markAsTold(followed) : followed;
  const known = { ...state, series: { ...state.series, [name]: series } };
  const findings = [
    failing,
    judgeBurn('burn-fast', rules.burnFast, series, run, rules, isFailing),
    judgeBurn('burn-slow', rules.burnSlow, series, run, rules, isFailing),
    judgeInconclusive(series, run, rules),
    ...considerAgentList(state, run, rules),
  ];
  return settle(known, findings, rules, nowMs);
}

function follow(
  before: SeriesState | undefined,
  { verdict, startedMs }: ProbeRun,
  { burnFast, burnSlow }: AlertRules,
): SeriesState {
  const isStale = before === undefined || startedMs - before.lastMs > FORGET_MS;
  const { recent, inconclusive } = isStale ? { recent: '', inconclusive: 0 } : before;
  if (verdict === 'inconclusive') {
    return { recent, inconclusive: inconclusive + 1, lastMs: startedMs };
  }
  const runsMax = Math.max(burnFast.longRuns, burnSlow.longRuns);
  const letter = verdict === 'pass' ? 'p' : 'f';
  return { recent: `${recent}${letter}`.slice(-runsMax), inconclusive: 0, lastMs: startedMs };
}

/** An outage that was told of must not burn once more when it is over. */
function markAsTold(series: SeriesState): SeriesState {
  const recent = series.recent.replace(/[fF]+$/, (failures) => failures.toUpperCase());
  return { ...series, recent };
}

function judgeFailing(
  { recent }: SeriesState,
  run: ProbeRun,
  { failuresInARow, passesInARow }: AlertRules,
): Finding {
  const failures = tail(recent, 'f');
  const passes = tail(recent, 'p');
  const judged = run.verdict !== 'inconclusive';
  const isFiring = failures >= failuresInARow || (passes >= passesInARow ? false : undefined);
  return {
    ...about('failing', run),
    isFiring: judged ? isFiring : undefined,
    title: `${run.module} of ${run.target} is failing`,
    text: failures > 0 ? `${failures} failures in a row: ${run.summary}` : run.summary,
  };
}

function judgeBurn(
  kind: 'burn-fast' | 'burn-slow',
  { longRuns, shortRuns, factor, failuresMin }: BurnWindows,
  { recent }: SeriesState,
  run: ProbeRun,
  { objective }: AlertRules,
  isFailing: boolean,
): Finding {
  const [long, short] = [recent.slice(-longRuns), recent.slice(-shortRuns)];
  const shareMax = factor * (1 - objective);
  const failures = { long: count(long), short: count(short) };
  const isBurning = failures.long / longRuns >= shareMax && failures.short / shortRuns >= shareMax;
  const isOver = failures.short / shortRuns < shareMax;
  const isFiring = isBurning && failures.short >= failuresMin ? true : isOver ? false : undefined;
  // Of what fails all the time there is an alert already; and half a window is no window.
  const judged = run.verdict !== 'inconclusive' && !isFailing && recent.length >= shortRuns;
  return {
    ...about(kind, run),
    isFiring: judged ? isFiring : undefined,
    title: `${run.module} of ${run.target} fails again and again`,
    text:
      `${failures.long} of the last ${long.length} runs failed, ${failures.short} of the last ` +
      `${short.length}; ${percent(1 - objective)} may. Last: ${run.summary}`,
  };
}

function judgeInconclusive(
  { inconclusive }: SeriesState,
  run: ProbeRun,
  { inconclusiveInARow }: AlertRules,
): Finding {
  return {
    ...about('inconclusive', run),
    isFiring: inconclusive >= inconclusiveInARow || (inconclusive === 0 ? false : undefined),
    title: `${run.module} of ${run.target} cannot tell`,
    text: `${inconclusive} inconclusive runs in a row; this is no outage. Last: ${run.summary}`,
  };
}

function about(kind: Finding['kind'], { target, module }: ProbeRun) {
  return { kind, target, subject: module };
}

function tail(recent: string, letter: 'p' | 'f'): number {
  return recent.length - recent.replace(letter === 'p' ? /p+$/ : /[fF]+$/, '').length;
}

/** Failures that no other alert has told of. */
function count(recent: string): number {
  return recent.replaceAll(/[^f]/g, '').length;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}
