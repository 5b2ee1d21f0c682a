/**
 * The history that a verb is asked about: by its own name, or by the file of probes that names it.
 */
import type { Command } from 'commander';
import type { History } from '../../probes/live/history/history.ts';
import { LabError } from '../../runtime/lab-error.ts';

export interface HistoryOptions {
  history?: string;
  config?: string;
}

export function addHistoryOptions(command: Command): Command {
  return command
    .option('--history <file>', 'the history that "pta-lab watch" keeps')
    .option('--config <file>', 'or the file of probes that names it');
}

/** It must be there already. @throws LabError `USAGE_HISTORY`, `HISTORY_…`, `PROBES_…` */
export async function askHistory<T>(
  { history, config }: HistoryOptions,
  ask: (history: History) => T,
): Promise<T> {
  // Loaded on demand: no other verb needs SQLite.
  const { openHistory } = await import('../../probes/live/history/history.ts');
  const opened = openHistory(history ?? (await historyOf(config)), { mustExist: true });
  try {
    return ask(opened);
  } finally {
    opened[Symbol.dispose]();
  }
}

async function historyOf(config: string | undefined): Promise<string> {
  if (config === undefined) {
    throw new LabError(
      'USAGE_HISTORY',
      'expected --history <file> or --config <file>, got neither',
    );
  }
  const { loadProbesFile } = await import('../../probes/live/config/load-probes-file.ts');
  const { history } = loadProbesFile(config);
  if (history !== undefined) return history;
  throw new LabError('USAGE_HISTORY', `${config}: expected the key "history", which is missing`);
}
