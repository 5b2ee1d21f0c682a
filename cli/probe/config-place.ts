/**
 * The targets, modules and budget of a configuration. Its history is what makes the budget last:
 * without one, what others have tried is unknown, and nothing may fail on purpose.
 */
import { loadProbesFile } from '../../probes/live/config/load-probes-file.ts';
import { openHistory } from '../../probes/live/history/history.ts';
import { createLedger, memoryLedger } from '../../probes/live/history/ledger.ts';
import type { AttemptLedger } from '../../probes/live/target/account-guard.ts';
import type { Module, Target } from '../../probes/target.ts';
import { pickNamed } from '../../runtime/pick-named.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { UndoStack } from '../../runtime/undo.ts';

/** Where a probe may be sent, and with whose permission. */
export interface Place {
  targets: Readonly<Record<string, Target>>;
  modules: Readonly<Record<string, Module>>;
  ledger: AttemptLedger;
  guardSecret?(secret: Secret): void;
}

/** @throws LabError `PROBES_…`, `HISTORY_…` */
export function openConfig(file: string, undo: UndoStack): Place {
  const { targets, modules, history: historyFile } = loadProbesFile(file);
  if (historyFile === undefined) return { targets, modules, ledger: memoryLedger() };
  const history = undo.use(openHistory(historyFile));
  return {
    ...{ targets, modules, ledger: createLedger(history) },
    guardSecret: (secret) => history.guard(secret),
  };
}

/** The only target needs no name. @throws LabError `TARGET_UNKNOWN` */
export function targetIn({ targets }: Place, asked: string | undefined): string {
  const names = Object.keys(targets);
  const name = asked ?? (names.length === 1 ? names[0] : undefined);
  return pickNamed('TARGET_UNKNOWN', 'target', name, targets).name;
}
