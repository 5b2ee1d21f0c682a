/**
 * What a watch has kept of its last hour, as sightings. It is read as it is: what failed only once
 * is in it too, and says so by standing alone.
 */
import { existsSync } from 'node:fs';
import type { Sighting } from '../../probes/diagnosis/diagnosis.ts';
import { sightingsFrom, totalFailureSince } from '../../probes/diagnosis/from-history.ts';
import { openHistory } from '../../probes/live/history/history.ts';
import type { ProbeRun } from '../../probes/probe-run.ts';
import { HOUR_MS } from '../../protocol/time-units.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { UndoStack } from '../../runtime/undo.ts';

/** @throws LabError `USAGE_FILE`, `TARGET_UNKNOWN`, `HISTORY_…` */
export function readWatched(
  file: string,
  target: string | undefined,
  undo: UndoStack,
): readonly Sighting[] {
  if (!existsSync(file)) {
    const sentence = `--history: expected the file that "pta-lab watch" keeps, found none at ${file}`;
    throw new LabError('USAGE_FILE', sentence);
  }
  const history = undo.use(openHistory(file));
  const latest = history.latest().filter((run) => target === undefined || run.target === target);
  const only = onlyTarget(latest, target);
  const newestMs = Math.max(...latest.map(({ startedMs }) => startedMs));
  const runs = history.runs({ target: only, fromMs: newestMs - HOUR_MS });
  for (const sentence of tellFailures(runs)) process.stderr.write(`${sentence}\n`);
  return sightingsFrom(runs);
}

function onlyTarget(latest: readonly ProbeRun[], asked: string | undefined): string {
  const targets = new Set(latest.map((run) => run.target));
  const [only, ...others] = targets;
  if (only !== undefined && others.length === 0) return only;
  const known = [...targets].join(', ') || 'none: it holds no run of that target';
  throw new LabError('TARGET_UNKNOWN', `--target: expected one of ${known}, got "${asked ?? ''}"`);
}

function tellFailures(runs: readonly ProbeRun[]): readonly string[] {
  const modules = new Set(runs.map(({ module }) => module));
  return [...modules].flatMap((module) => {
    const sinceMs = totalFailureSince(runs.filter((run) => run.module === module));
    if (sinceMs === undefined) return [];
    return [`${module}: every run has failed since ${new Date(sinceMs).toISOString()}`];
  });
}
