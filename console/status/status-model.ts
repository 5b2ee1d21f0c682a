/**
 * What the status page is made from, and what it shows. A probe that could not tell is shown as
 * such and counts neither as up nor as down; a probe that has not run for too long is stale,
 * whatever it said last.
 */
import type { AgentShare } from '../../probes/agent-share.ts';
import type { Incident } from '../../probes/live/history/incidents.ts';
import type { HourOfRuns } from '../../probes/live/history/roll-up.ts';
import type { ProbeRun } from '../../probes/probe-run.ts';

export interface StatusFacts {
  product: string;
  /** When the watch started: before that nobody can have run. */
  startedMs: number;
  modules: readonly ScheduledModule[];
  latest: readonly LatestRun[];
  hours: readonly HourOfRuns[];
  incidents: readonly Incident[];
  /** Of the last 24 hours. */
  agents: readonly AgentShare[];
  maintenance: readonly MaintenanceSpan[];
  /** Trouble of the watch itself, a sentence each. */
  problems: readonly string[];
}

export interface ScheduledModule {
  target: string;
  module: string;
  probe: string;
  /** Longest time between two runs. */
  intervalMs: number;
  /** From when on it is stale without a run after `freshMs`. Default: three intervals. */
  staleAt?(freshMs: number): number;
}

export type LatestRun = Pick<
  ProbeRun,
  'target' | 'module' | 'startedMs' | 'tookMs' | 'verdict' | 'summary' | 'aadsts'
>;

export interface MaintenanceSpan {
  /** Absent: all. */
  targets?: readonly string[];
  fromMs: number;
  toMs: number;
  reason: string;
}

export type ProbeState = 'pass' | 'fail' | 'inconclusive' | 'stale' | 'paused' | 'waiting';

export interface StatusModel {
  product: string;
  nowMs: number;
  overall: { state: ProbeState; words: string; sentence: string };
  problems: readonly string[];
  probes: readonly ProbeStatus[];
  incidents: readonly IncidentStatus[];
  agents: readonly AgentStatus[];
  /** Spans that hold now. */
  maintenance: readonly MaintenanceSpan[];
}

export interface ProbeStatus extends ScheduledModule {
  state: ProbeState;
  /** When the last run ended; null: none yet. */
  lastRunMs: number | null;
  tookMs: number | null;
  summary: string;
  day: Availability;
  month: Availability;
  /** One cell per day, oldest first, the last one is today. */
  days: readonly Cell[];
  /** One per hour of the last 24, oldest first. */
  hours: readonly LatencyHour[];
  /** Within the last 24 hours. */
  maintenance: readonly MaintenanceSpan[];
}

export interface Availability {
  /** Passed among those that passed or failed, 0 to 1; null: there were none. */
  share: number | null;
  passed: number;
  failed: number;
  inconclusive: number;
}

export interface Cell extends Availability {
  fromMs: number;
}

export interface LatencyHour {
  fromMs: number;
  /** Of runs that passed; null: none did. */
  meanMs: number | null;
  maxMs: number | null;
  failed: number;
}

export interface IncidentStatus {
  target: string;
  module: string;
  /** `unknown`: nothing passed since, and nothing failed for so long that nobody can tell. */
  state: 'open' | 'over' | 'unknown';
  beginMs: number;
  /** Null: nothing passed since. */
  endMs: number | null;
  lastFailureMs: number;
  failures: number;
  summary: string;
  diagnosis: string | null;
}

export interface AgentStatus {
  target: string;
  name: string;
  status: 'active' | 'inactive' | 'unknown';
  answered: number;
  /** Of all sign-ins of its target whose agent is known, 0 to 1; null: there were none. */
  share: number | null;
  /** Of its own, 0 to 1. */
  failureRate: number | null;
  lastAnsweredMs: number | null;
}
