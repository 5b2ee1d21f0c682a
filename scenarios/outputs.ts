/**
 * Writes what a run leaves behind. Everything is written into a folder beside the target first and
 * moved in afterwards: a full disk or a crash leaves the old files or the new ones, never half a
 * journal. Other files in the target folder are left alone.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LabError } from '../runtime/lab-error.ts';
import { renderHistory } from './history.ts';
import type { Journal, RunFacts } from './journal.ts';
import { renderJunit } from './junit.ts';
import { renderJournal } from './render-journal.ts';

export interface Outputs {
  journal: Journal;
  facts: RunFacts;
  folder: string;
  /**
   * `console/report.ts`; handed in because scenarios and console do not import one another's code.
   */
  renderReport: (journal: Journal) => string;
}

/** Paths of the files written. @throws LabError `OUT_UNWRITABLE` */
export function writeOutputs({ journal, facts, folder, renderReport }: Outputs): string[] {
  const texts: Readonly<Record<string, string>> = {
    'journal.json': renderJournal(journal),
    'history.jsonl': renderHistory(journal.timeline),
    'junit.xml': renderJunit(journal),
    'report.html': renderReport(journal),
    'run.json': renderJson(facts),
  };
  try {
    return moveIn(folder, texts);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const sentence = `${folder}: expected a folder that can be written to, got ${code}.`;
    throw new LabError('OUT_UNWRITABLE', sentence, { cause: error });
  }
}

function moveIn(folder: string, texts: Readonly<Record<string, string>>): string[] {
  mkdirSync(folder, { recursive: true });
  const staging = mkdtempSync(`${path.resolve(folder)}.writing-`);
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
