/**
 * From what history holds to what the status page says: pure, and the only place that decides what
 * is well, what is not, and what nobody can tell.
 */
import type { AgentShare } from '../../probes/agent-share.ts';
import type { Incident } from '../../probes/live/history/incidents.ts';
import type { HourOfRuns } from '../../probes/live/history/roll-up.ts';
import { DAY_MS, HOUR_MS } from '../../protocol/time-units.ts';
import { availabilityOf, DAYS, dayCells, HOURS, lastHours, latencyHours } from './availability.ts';
import { judgeOverall } from './overall.ts';
import type {
  AgentStatus,
  IncidentStatus,
  LatestRun,
  MaintenanceSpan,
  ProbeState,
  ProbeStatus,
  ScheduledModule,
  StatusFacts,
  StatusModel,
} from './status-model.ts';

/** So many intervals without a run, and the last word is no news any more. */
const STALE_INTERVALS = 3;
const INCIDENTS_MAX = 12;
/** Somebody else may still ask for it by `/probe`. */
const UNSCHEDULED_MS = HOUR_MS;

export function composeStatus(facts: StatusFacts, nowMs: number): StatusModel {
  const hours = groupBySeries(facts.hours);
  const latest = new Map(facts.latest.map((run) => [seriesOf(run), run]));
  const probes = facts.modules.map((module) =>
    composeProbe(module, latest.get(seriesOf(module)), hours.get(seriesOf(module)) ?? [], {
      facts,
      nowMs,
    }),
  );
  return {
    product: facts.product,
    nowMs,
    overall: judgeOverall(probes),
    problems: facts.problems,
    probes,
    incidents: facts.incidents
      .map((incident) => composeIncident(incident, probes, nowMs))
      .toSorted((a, b) => order(b) - order(a))
      .slice(0, INCIDENTS_MAX),
    agents: composeAgents(facts.agents),
    maintenance: facts.maintenance.filter((span) => holds(span, nowMs)),
  };
}

function seriesOf({ target, module }: { target: string; module: string }): string {
  return `${target}\n${module}`;
}

function groupBySeries(hours: readonly HourOfRuns[]): Map<string, HourOfRuns[]> {
  return Map.groupBy(hours, seriesOf);
}

function composeProbe(
  module: ScheduledModule,
  run: LatestRun | undefined,
  hours: readonly HourOfRuns[],
  { facts, nowMs }: { facts: StatusFacts; nowMs: number },
): ProbeStatus {
  const own = facts.maintenance.filter(({ targets }) => targets?.includes(module.target) ?? true);
  return {
    ...module,
    state: stateOf(module, run, { startedMs: facts.startedMs, own, nowMs }),
    lastRunMs: run === undefined ? null : run.startedMs + run.tookMs,
    tookMs: run?.tookMs ?? null,
    summary: run?.summary ?? 'It has not run yet.',
    day: availabilityOf(lastHours(hours, nowMs, HOURS)),
    month: availabilityOf(lastHours(hours, nowMs, DAYS * HOURS)),
    days: dayCells(hours, nowMs),
    hours: latencyHours(hours, nowMs),
    maintenance: own.filter(({ fromMs, toMs }) => toMs > nowMs - DAY_MS && fromMs < nowMs),
  };
}

function stateOf(
  module: ScheduledModule,
  run: LatestRun | undefined,
  { startedMs, own, nowMs }: { startedMs: number; own: readonly MaintenanceSpan[]; nowMs: number },
): ProbeState {
  const { intervalMs } = module;
  const lastMs = run === undefined ? startedMs : run.startedMs + run.tookMs;
  // Where work is planned nothing runs, and a probe gets its intervals anew afterwards.
  const freshMs = Math.max(lastMs, ...own.map(({ toMs }) => Math.min(toMs, nowMs)));
  const staleMs = module.staleAt?.(freshMs) ?? freshMs + STALE_INTERVALS * intervalMs;
  if (nowMs - lastMs > intervalMs && own.some((span) => holds(span, nowMs))) return 'paused';
  if (nowMs > staleMs) return 'stale';
  return run?.verdict ?? 'waiting';
}

function holds({ fromMs, toMs }: MaintenanceSpan, nowMs: number): boolean {
  return fromMs <= nowMs && nowMs < toMs;
}

/** Those that go on come first, then the newest. */
function order({ beginMs, state }: IncidentStatus): number {
  return state === 'open' ? beginMs + Number.MAX_SAFE_INTEGER / 2 : beginMs;
}

/** A module that left the schedule, is stale or cannot tell never says that it is over. */
function composeIncident(
  incident: Incident,
  probes: readonly ProbeStatus[],
  nowMs: number,
): IncidentStatus {
  const { target, module, beginMs, endMs, lastFailureMs, failures, summary, diagnosis } = incident;
  const probe = probes.find((one) => seriesOf(one) === seriesOf(incident));
  const freshMs = probe ? Math.max(DAY_MS, STALE_INTERVALS * probe.intervalMs) : UNSCHEDULED_MS;
  const isKnown = probe?.state !== 'stale' && nowMs - lastFailureMs <= freshMs;
  const state = endMs !== null ? 'over' : isKnown ? 'open' : 'unknown';
  return {
    ...{ target, module, state, beginMs, endMs, lastFailureMs, failures },
    ...{ summary, diagnosis },
  };
}

function composeAgents(agents: readonly AgentShare[]): readonly AgentStatus[] {
  const totals = new Map<string, number>();
  for (const { target, answered } of agents) {
    totals.set(target, (totals.get(target) ?? 0) + answered);
  }
  const inOrder = agents.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), 'en'));
  return inOrder.map((agent) => {
    const total = totals.get(agent.target) ?? 0;
    return {
      target: agent.target,
      name: nameOf(agent),
      status: statusOf(agent.status),
      answered: agent.answered,
      share: total === 0 ? null : agent.answered / total,
      failureRate: agent.answered === 0 ? null : agent.failed / agent.answered,
      lastAnsweredMs: agent.lastAnsweredMs,
    };
  });
}

function nameOf({ machine, id }: AgentShare): string {
  return machine ?? id;
}

/** Graph writes it small or large (fact sheet 8.1). */
function statusOf(status: string | null): AgentStatus['status'] {
  const word = status?.toLowerCase();
  return word === 'active' || word === 'inactive' ? word : 'unknown';
}
