/**
 * What `pta-lab probe` was asked to run, and where: names are resolved here and wrong ones refused
 * before anything is started or sent. Whatever it opens goes onto the caller's undo stack.
 */

import { PROBES } from '../../probes/index.ts';
import { createBrowser } from '../../probes/live/browser/browser.ts';
import { createModuleRunner, type ModuleRunner } from '../../probes/live/run-module.ts';
import { UNLIMITED } from '../../probes/live/target/account-guard.ts';
import { targetOfLab } from '../../probes/live/target/lab-line.ts';
import type { ServerPort } from '../../probes/probe-ports.ts';
import type { Module } from '../../probes/target.ts';
import { pickNamed } from '../../runtime/pick-named.ts';
import type { UndoStack } from '../../runtime/undo.ts';
import { readGivenFile } from '../read-given-file.ts';
import type { Place } from './config-place.ts';
import { startFreshLab } from './fresh-lab.ts';
import { targetIn } from './target-in.ts';

export interface ProbeOptions {
  config?: string;
  target?: string;
  module?: string;
  lab?: string;
  agents?: number;
  server?: string;
  log?: readonly string[];
  screenshots?: string;
  trace?: boolean;
}

export interface ChosenRun {
  runner: ModuleRunner;
  target: string;
  module: Module;
  /** Opens the history; not before `runner.check` found nothing wrong. */
  open(): void;
}

/** @throws LabError `PROBE_UNKNOWN`, `TARGET_…`, `USAGE_…` */
export async function chooseRun(
  name: string | undefined,
  options: ProbeOptions,
  undo: UndoStack,
): Promise<ChosenRun> {
  const asked = options.module ?? name;
  if (options.config === undefined) pickNamed('PROBE_UNKNOWN', 'probe', asked, PROBES);
  // First: a file that is not there is wrong usage, and no reason to start a lab.
  const logs = await openLogs(options);
  const place = await openPlace(options, undo);
  const { targets, modules } = place;
  const found = pickNamed('PROBE_UNKNOWN', 'probe', asked, modules);
  const { server } = options;
  const module = server === undefined ? found : { ...found, server };
  const target = targetIn(place, options.target);
  const chosen = withAgents(targets, target, options);
  const runner = createModuleRunner({
    ...{ ...place, targets: () => chosen, nowMs: () => Date.now() },
    browserOf: (at) => createBrowser(at, options),
    server: logs,
  });
  return { runner, target, module, open: () => place.open?.() };
}

async function openLogs({ log }: ProbeOptions): Promise<ServerPort | undefined> {
  if (log === undefined) return undefined;
  const { serverPortFor } = await import('../../probes/live/windows/server-port-for.ts');
  return serverPortFor({ logs: log, nowMs: () => Date.now() });
}

/** Beside a lab in containers: nobody there means one of their own. */
const LAB_FILE_VARIABLE = 'PTA_LAB_FILE';

async function openPlace(options: ProbeOptions, undo: UndoStack): Promise<Place> {
  if (options.config !== undefined) {
    const { openConfig } = await import('./config-place.ts');
    return openConfig(options.config, undo);
  }
  if (options.lab !== undefined) return labPlace(options.lab, readGivenFile('--lab', options.lab));
  const beside = process.env[LAB_FILE_VARIABLE];
  if (beside) return labPlace(beside, readGivenFile(LAB_FILE_VARIABLE, beside));
  return labPlace('the lab', await startFreshLab(undo, options.agents));
}

function labPlace(file: string, line: string): Place {
  const modules = Object.keys(PROBES).map((id): [string, Module] => [id, { name: id, probe: id }]);
  return {
    targets: { lab: targetOfLab(file, line) },
    modules: Object.fromEntries(modules),
    ledger: UNLIMITED,
  };
}

/** A lab that a configuration names has as many agents as somebody says, or as its inventory. */
function withAgents(
  targets: Place['targets'],
  name: string,
  { agents }: ProbeOptions,
): Place['targets'] {
  const target = targets[name];
  return target === undefined || agents === undefined
    ? targets
    : { ...targets, [name]: { ...target, agents } };
}
