/**
 * Everything the watch has seen since it started, as Prometheus reads it from `/metrics`. Counters
 * of configured modules begin at 0: `increase()` does not see a series that begins at 1.
 */
import { Registry } from 'prom-client';
import type { ProbeRun, RunListener } from '../../probe-run.ts';
import { longestGapMs } from '../../schedule/longest-gap.ts';
import { rowKey, type ScheduleRow } from '../../schedule/schedule-row.ts';
import { staleAt } from '../../schedule/stale-at.ts';
import type { ProbesFile } from '../config/probes-file.ts';
import { wantedAgents } from '../target/wanted-agents.ts';
import type { WatchStatus } from '../watch/describe-watch.ts';
import { AgentCounts } from './agent-counts.ts';
import { WATCH_FAMILIES } from './families.ts';
import { phaseName, VERDICTS } from './probe-metrics.ts';
import { type Registered, registerFamilies } from './register-families.ts';

export interface WatchMetrics extends RunListener {
  /** At the start and after each reload: what has gone is forgotten, what is there begins at 0. */
  configured(file: Configured): void;
  render(moment?: Moment): Promise<string>;
}

export type Configured = Pick<ProbesFile, 'targets' | 'schedule'>;

/** What the watch says of itself when it is asked. */
export type Moment = Pick<WatchStatus, 'loadedMs' | 'reloadProblem' | 'maintenance'>;

export interface WatchMetricsOptions {
  version: string;
  node: string;
  nowMs: () => number;
}

export type Metrics = Registered<typeof WATCH_FAMILIES>;

export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

export function createWatchMetrics({ version, node, nowMs }: WatchMetricsOptions): WatchMetrics {
  const registry = new Registry();
  const metrics = registerFamilies(WATCH_FAMILIES, registry);
  const agents = new AgentCounts(metrics);
  const known = new Map<string, Watched>();
  let targets: readonly string[] = [];
  metrics.build.set({ version, node }, 1);
  metrics.reloadOk.set(1);
  metrics.reloadAt.set(nowMs() / 1000);
  return {
    ran(run) {
      countRun(metrics, run);
      agents.ran(run);
      const own = known.get(rowKey(run));
      if (own) own.freshMs = run.startedMs + run.tookMs;
    },
    configured(file) {
      targets = Object.keys(file.targets);
      followSchedule(metrics, known, file.schedule, nowMs());
      metrics.maintenance.reset();
      metrics.agentsExpected.reset();
      for (const target of Object.values(file.targets)) {
        metrics.agentsExpected.set({ target: target.name }, wantedAgents(target));
      }
    },
    render(moment) {
      if (moment) tellMoment(metrics, moment, targets);
      for (const own of known.values()) tellStale(metrics, own, moment, nowMs());
      return registry.metrics();
    },
  };
}

function tellMoment(metrics: Metrics, moment: Moment, targets: readonly string[]): void {
  metrics.reloadOk.set(Number(moment.reloadProblem === null));
  metrics.reloadAt.set(moment.loadedMs / 1000);
  for (const target of targets) {
    metrics.maintenance.set({ target }, Number(isPlanned(moment, target)));
  }
}

function isPlanned({ maintenance }: Moment, target: string): boolean {
  return maintenance.some(({ targets }) => targets?.includes(target) ?? true);
}

interface Watched {
  row: ScheduleRow;
  /** Its last run, or when work was last planned for its target. */
  freshMs: number;
}

function tellStale(
  metrics: Metrics,
  own: Watched,
  moment: Moment | undefined,
  nowMs: number,
): void {
  if (moment && isPlanned(moment, own.row.target)) own.freshMs = nowMs;
  const seconds = staleAt(own.row.timing, own.freshMs) / 1000;
  metrics.staleAt.set(labelsOf(own.row), seconds);
}

function followSchedule(
  metrics: Metrics,
  known: Map<string, Watched>,
  schedule: readonly ScheduleRow[],
  nowMs: number,
): void {
  const left = new Set(known.keys());
  for (const row of schedule) {
    const key = rowKey(row);
    if (!known.has(key)) beginAtZero(metrics, row, nowMs);
    metrics.interval.set(labelsOf(row), longestGapMs(row.timing, nowMs) / 1000);
    known.set(key, { row, freshMs: known.get(key)?.freshMs ?? nowMs });
    left.delete(key);
  }
  for (const key of left) forget(metrics, known, key);
}

function labelsOf({ target, module }: { target: string; module: string }) {
  return { target, module };
}

function beginAtZero(metrics: Metrics, one: ScheduleRow, nowMs: number): void {
  const labels = labelsOf(one);
  for (const verdict of VERDICTS) metrics.runs.inc({ ...labels, verdict }, 0);
  metrics.refusals.inc(labels, 0);
  metrics.streak.set(labels, 0);
  metrics.blindness.set(labels, 0);
  metrics.lastRun.set(labels, nowMs / 1000);
}

function forget(metrics: Metrics, known: Map<string, Watched>, key: string): void {
  const gone = known.get(key)?.row;
  known.delete(key);
  if (gone === undefined) return;
  const labels = labelsOf(gone);
  for (const verdict of VERDICTS) {
    metrics.runs.remove({ ...labels, verdict });
    metrics.verdict.remove({ ...labels, verdict });
  }
  for (const metric of [
    metrics.refusals,
    metrics.streak,
    metrics.blindness,
    metrics.lastRun,
    metrics.interval,
    metrics.staleAt,
  ]) {
    metric.remove(labels);
  }
}

function countRun(metrics: Metrics, run: ProbeRun): void {
  const labels = labelsOf(run);
  const { verdict } = run;
  const seconds = run.tookMs / 1000;
  metrics.runs.inc({ ...labels, verdict });
  metrics.duration.observe({ ...labels, verdict }, seconds);
  metrics.lastRun.set(labels, (run.startedMs + run.tookMs) / 1000);
  for (const one of VERDICTS)
    metrics.verdict.set({ ...labels, verdict: one }, Number(one === verdict));
  for (const [phase, ms] of Object.entries(run.phaseMs)) {
    metrics.phase.set({ ...labels, phase: phaseName(phase) }, ms / 1000);
  }
  if (run.aadsts !== null) metrics.codes.inc({ ...labels, aadsts: run.aadsts });
  if (run.budgetRefused) metrics.refusals.inc(labels);
  if (verdict === 'inconclusive') {
    metrics.blindness.inc(labels);
    return;
  }
  metrics.blindness.set(labels, 0);
  metrics.allSuccess.observe(labels, Number(verdict === 'pass'));
  metrics.allDuration.observe(labels, seconds);
  if (verdict === 'pass') metrics.streak.set(labels, 0);
  else metrics.streak.inc(labels);
}
