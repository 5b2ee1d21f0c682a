/**
 * Whom a watch tells of its runs, and what its runner needs: opened once, after the configuration
 * was found sound. History and collector stay as they are until a restart; the rest follows
 * reloads.
 */

import { ALERT_DEFAULTS } from '../../probes/alerts/alert-rules.ts';
import type { AlertSettings } from '../../probes/live/alerts/alert-settings.ts';
import { createAlerting } from '../../probes/live/alerts/alerting.ts';
import type { ProbesFile } from '../../probes/live/config/probes-file.ts';
import { explainIncidents } from '../../probes/live/history/explain-incidents.ts';
import { type History, openHistory } from '../../probes/live/history/history.ts';
import { keepPruned } from '../../probes/live/history/keep-pruned.ts';
import { createLedger, memoryLedger } from '../../probes/live/history/ledger.ts';
import { createWatchMetrics, type WatchMetrics } from '../../probes/live/metrics/watch-metrics.ts';
import type { RunnerOptions } from '../../probes/live/run-module.ts';
import { readSecret } from '../../probes/live/secrets.ts';
import { openTelemetry } from '../../probes/live/telemetry/telemetry.ts';
import type { Audience } from '../../probes/live/watch/publish-run.ts';
import type { RunListener } from '../../probes/probe-run.ts';
import type { UndoStack } from '../../runtime/undo.ts';
import { productName } from '../../scenarios/journal/compose-journal.ts';
import { createRecent, type Recent } from './read-facts.ts';

export interface WatchParts {
  audience: Omit<Audience, 'tell'> & { listeners: readonly RunListener[] };
  runnerOptions: Omit<RunnerOptions, 'targets' | 'nowMs'>;
  history: History | undefined;
  metrics: WatchMetrics;
  recent: Recent;
  product: string;
  /** After the start and after each good reload. */
  configured(file: ProbesFile): void;
}

/** @throws LabError `HISTORY_…`, `TARGET_SECRET` */
export async function openAudience(
  file: ProbesFile,
  undo: UndoStack,
  tell: (line: string) => void,
): Promise<WatchParts> {
  const history = file.history === undefined ? undefined : undo.use(openHistory(file.history));
  if (history === undefined) tell(NO_HISTORY);
  else undo.use(keepPruned(history, tell));
  const product = productName();
  const version = product.split(' ').at(-1) ?? '';
  const nowMs = () => Date.now();
  const metrics = createWatchMetrics({ version, node: process.version, nowMs });
  const recent = createRecent();
  const alerting = undo.use(createAlerting(alertsOf(file), history, readSecret, { tell }));
  const telemetry = await openTelemetry(file.telemetry, version);
  if (telemetry) undo.use(telemetry);
  return {
    ...{ history, metrics, recent, product },
    audience: {
      ...(history && { history }),
      listeners: [
        ...(history ? [explainIncidents(history)] : []),
        metrics,
        recent,
        ...(telemetry ? [telemetry] : []),
      ],
      mutedListeners: [alerting],
    },
    runnerOptions: {
      ledger: history ? createLedger(history) : memoryLedger(),
      isTraced: telemetry !== undefined,
      ...(history && { guardSecret: (secret) => history.guard(secret) }),
    },
    configured(changed) {
      metrics.configured(changed);
      alerting.configure(alertsOf(changed));
    },
  };
}

const NO_HISTORY = 'no history: nothing is remembered, and nothing fails on purpose';

/** Without channels what goes on is weighed all the same: the status page shows it. */
function alertsOf({ alerts }: ProbesFile): AlertSettings {
  return alerts ?? { rules: ALERT_DEFAULTS, channels: {} };
}
