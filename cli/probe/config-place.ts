/**
 * The targets, modules and budget of a configuration. Its history is what makes the budget last:
 * without one, what others have tried is unknown, and nothing may fail on purpose.
 */

import type { AttemptLedger } from '../../probes/budget/budget.ts';
import { loadProbesFile } from '../../probes/live/config/load-probes-file.ts';
import { type History, openHistory } from '../../probes/live/history/history.ts';
import { createLedger, memoryLedger } from '../../probes/live/history/ledger.ts';
import type { Module, Target } from '../../probes/target.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { UndoStack } from '../../runtime/undo.ts';

/** Where a probe may be sent, and with whose permission. */
export interface Place {
  targets: Readonly<Record<string, Target>>;
  modules: Readonly<Record<string, Module>>;
  ledger: AttemptLedger;
  guardSecret?(secret: Secret): void;
  /** Opens what the budget rests on; before that, no file is made. @throws LabError `HISTORY_…` */
  open?(): void;
}

/** @throws LabError `PROBES_…` */
export function openConfig(file: string, undo: UndoStack): Place {
  const { targets, modules, history: historyFile } = loadProbesFile(file);
  if (historyFile === undefined) return { targets, modules, ledger: memoryLedger() };
  let opened: History | undefined;
  const history = () => {
    opened ??= undo.use(openHistory(historyFile));
    return opened;
  };
  return {
    ...{ targets, modules, open: () => void history() },
    ledger: { begin: (...asked) => createLedger(history()).begin(...asked) },
    guardSecret: (secret) => history().guard(secret),
  };
}
