/**
 * Writes what a run leaves behind. Everything is written into a folder within the target first and
 * moved up afterwards: a full disk or a crash leaves the old files or the new ones, never half a
 * journal. Other files in the target folder are left alone.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Operation } from '../../lab/history.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { renderHistory } from './history.ts';
import type { Journal, RunFacts } from './journal.ts';
import { renderJunit } from './junit.ts';
import { renderJournal } from './render-journal.ts';

export interface Outputs {
  journal: Journal;
  history: readonly Operation[];
  facts: RunFacts;
  folder: string;
  /**
   * `console/report.ts`; handed in because scenarios and console do not import one another's code.
   */
  renderReport: (journal: Journal) => string;
  /** Further files, by name. */
  further?: Readonly<Record<string, string>>;
}

/** Paths of the files written. @throws LabError `OUT_UNWRITABLE` */
export function writeOutputs({
  journal,
  history,
  facts,
  folder,
  renderReport,
  further,
}: Outputs): string[] {
  const texts: Readonly<Record<string, string>> = {
    'journal.json': renderJournal(journal),
    'history.jsonl': renderHistory(history, journal.timeline),
    'junit.xml': renderJunit(journal),
    'report.html': renderReport(journal),
    'run.json': renderJson(facts),
    ...further,
  };
  try {
    return moveIn(folder, texts);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Before a run of hours, whose results would have no place. @throws LabError `OUT_UNWRITABLE` */
export function checkFolder(folder: string): void {
  let place = path.resolve(folder);
  while (!existsSync(place)) place = path.dirname(place);
  try {
    rmdirSync(mkdtempSync(path.join(place, '.writing-')));
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function unwritable(folder: string, cause: unknown): LabError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const sentence = `${folder}: expected a folder that can be written to, got ${code}.`;
  return new LabError('OUT_UNWRITABLE', sentence, { cause });
}

function moveIn(folder: string, texts: Readonly<Record<string, string>>): string[] {
  mkdirSync(folder, { recursive: true });
  const staging = mkdtempSync(path.join(folder, '.writing-'));
  try {
    for (const [name, text] of Object.entries(texts)) writeFileSync(path.join(staging, name), text);
    return Object.keys(texts).map((name) => {
      const target = path.join(folder, name);
      renameSync(path.join(staging, name), target);
      return target;
    });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function renderJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** `.pta-lab/runs/blocked-443-virtual-1`; a seed may hold any character, a folder name may not. */
export function defaultFolder({ experiment, restedOn }: Journal): string {
  const seed = restedOn.seed.replaceAll(/[^\w.-]/g, '_').slice(0, 60);
  return path.join('.pta-lab', 'runs', `${experiment.id}-${restedOn.mode}-${seed}`);
}
