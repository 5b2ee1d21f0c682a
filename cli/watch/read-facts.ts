/**
 * From the watch and its history to what the status page is made from. Without a history the page
 * knows the last run of each module since the start, and says nothing of the past.
 */
import type { MaintenanceSpan, StatusFacts } from '../../console/status/status-model.ts';
import type { History } from '../../probes/live/history/history.ts';
import type { Watch } from '../../probes/live/watch/watch.ts';
import type { ProbeRun, RunListener } from '../../probes/probe-run.ts';
import { longestGapMs } from '../../probes/schedule/longest-gap.ts';
import { spansBetween } from '../../probes/schedule/maintenance.ts';
import { rowKey } from '../../probes/schedule/schedule-row.ts';
import { staleAt } from '../../probes/schedule/stale-at.ts';
import { DAY_MS } from '../../protocol/time-units.ts';

export type HistoryViews = Pick<History, 'latest' | 'hours' | 'incidents' | 'agents'>;

export interface FactSources {
  watch: Pick<Watch, 'configuration' | 'status'>;
  history?: HistoryViews | undefined;
  recent: Recent;
  product: string;
}

const MONTH_MS = 30 * DAY_MS;

export function readFacts(sources: FactSources, nowMs: number): StatusFacts {
  const { watch, history, recent, product } = sources;
  const { schedule, modules, maintenance } = watch.configuration();
  const { startedMs, reloadProblem, historyProblem } = watch.status();
  const past = { fromMs: nowMs - MONTH_MS - DAY_MS, toMs: nowMs + 1 };
  return {
    ...{ product, startedMs },
    modules: schedule.map(({ target, module, timing }) => ({
      ...{ target, module, probe: modules[module]?.probe ?? module },
      intervalMs: longestGapMs(timing, nowMs),
      staleAt: (freshMs: number) => staleAt(timing, freshMs),
    })),
    latest: history?.latest() ?? recent.latest(),
    hours: history?.hours(past) ?? [],
    incidents: history?.incidents(nowMs - MONTH_MS, past.toMs) ?? [],
    agents: history?.agents({ fromMs: nowMs - DAY_MS, toMs: past.toMs }) ?? [],
    maintenance: maintenance.flatMap((window): MaintenanceSpan[] =>
      spansBetween(window, nowMs - DAY_MS, nowMs + 1).map((span) => {
        const { reason, targets } = window;
        return { ...span, reason, ...(targets && { targets }) };
      }),
    ),
    problems: [
      ...(reloadProblem === null ? [] : [`The last reload was refused: ${reloadProblem}`]),
      ...(historyProblem === null ? [] : [`Runs cannot be kept: ${historyProblem}`]),
      ...(history === undefined ? [NO_HISTORY] : []),
    ],
  };
}

const NO_HISTORY =
  'No history is configured: the page knows only the last runs since the watch started.';

export interface Recent extends RunListener {
  latest(): readonly ProbeRun[];
}

/** The last run of each module: bounded by the configuration that named them. */
export function createRecent(): Recent {
  const runs = new Map<string, ProbeRun>();
  return {
    ran: (run) => void runs.set(rowKey(run), run),
    latest: () => [...runs.values()],
  };
}
