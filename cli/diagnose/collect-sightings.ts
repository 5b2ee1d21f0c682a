/**
 * Where the sightings of `pta-lab diagnose` come from: a file, what a watch has kept, a running
 * lab, or the modules of a configuration, each run once and within the budget of its account.
 */
import { accessSync, constants, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sighting } from '../../probes/diagnosis/diagnosis.ts';
import { sightingsFrom } from '../../probes/diagnosis/from-history.ts';
import { PROBES } from '../../probes/index.ts';
import { createModuleRunner } from '../../probes/live/run-module.ts';
import { targetOfLab } from '../../probes/live/target/lab-line.ts';
import type { ProbeRun } from '../../probes/probe-run.ts';
import type { Module } from '../../probes/target.ts';
import { asObject, parseJsonList } from '../../probes/wire/json.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { UndoStack } from '../../runtime/undo.ts';
import { type ControlOptions, controlOf } from '../lab-control.ts';
import { openConfig, type Place } from '../probe/config-place.ts';
import { targetIn } from '../probe/target-in.ts';
import { readGivenFile } from '../read-given-file.ts';
import { readWatched } from './read-watched.ts';

export interface LookAsked extends ControlOptions {
  config?: string;
  target?: string;
  lab?: string;
  from?: string;
  history?: string;
  keep?: string;
}

/** @throws LabError `USAGE_…`, `TARGET_…`, `PROBES_…` */
export async function collectSightings(
  options: LookAsked,
  undo: UndoStack,
): Promise<readonly Sighting[]> {
  const { keep } = options;
  // First: a look takes its time, and the sightings would be lost.
  if (keep !== undefined) told(keep, () => accessSync(path.dirname(keep), constants.W_OK));
  const sightings = await lookWhereAsked(options, undo);
  const text = `${JSON.stringify(sightings)}\n`;
  if (keep !== undefined) told(keep, () => writeFileSync(keep, text, { mode: 0o600 }));
  return sightings;
}

function told(file: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    const got = cause instanceof Error && 'code' in cause ? cause.code : 'trouble';
    const sentence = `--keep: expected a file that can be written, got ${got} for "${file}"`;
    throw new LabError('USAGE_FILE', sentence, { cause });
  }
}

async function lookWhereAsked(options: LookAsked, undo: UndoStack): Promise<readonly Sighting[]> {
  const { from, history, config } = options;
  if (from !== undefined) return parseSightings(from, readGivenFile('--from', from));
  if (history !== undefined) return readWatched(history, options.target, undo);
  if (config !== undefined) return await runModules(openConfig(config, undo), options);
  return await lookInLab(options);
}

/** Twice, because what hits part of the connections may miss a single look. */
async function lookInLab(options: LookAsked): Promise<readonly Sighting[]> {
  const { lab, controlToken } = options;
  const named =
    lab === undefined ? undefined : targetOfLab(lab, readGivenFile('--lab', lab)).control;
  const url = named ?? options.control;
  const control = controlOf({
    ...(url !== undefined && { control: url }),
    ...(controlToken !== undefined && { controlToken }),
  });
  // A look has no limit of its own: a lab that hangs is found out before.
  await control.nowMs();
  process.stderr.write('Looking around the lab, twice; where nothing answers, for minutes …\n');
  const first = await control.look({ outside: true });
  return [...first, ...(await control.look())];
}

async function runModules(place: Place, asked: LookAsked): Promise<readonly Sighting[]> {
  const target = targetIn(place, asked.target);
  const { control } = place.targets[target] ?? {};
  // A lab shows all of its servers at once.
  if (control !== undefined) return await lookInLab({ ...asked, control });
  const runner = createModuleRunner({
    ...{ ...place, targets: () => place.targets, nowMs: () => Date.now() },
  });
  const modules = modulesFor(place);
  for (const module of modules) await refuseMissingSecret(runner.check(target, module));
  place.open?.();
  const runs: ProbeRun[] = [];
  for (const module of modules) {
    process.stderr.write(`${module.name} …\n`);
    runs.push(await runner.run(target, module));
  }
  return sightingsFrom(runs);
}

/** A probe that the target is not set up for does not apply; a secret that is named is needed. */
async function refuseMissingSecret(checked: Promise<void>): Promise<void> {
  try {
    await checked;
  } catch (error) {
    if (!(error instanceof LabError) || error.code === 'TARGET_SECRET') throw error;
  }
}

/**
 * The browser’s visit says the same as `sign-in`, and counts against the same account. What fails
 * on purpose tells diagnosis nothing that it needs.
 */
function modulesFor({ modules }: Place): readonly Module[] {
  const first = new Map<string, Module>();
  for (const module of Object.values(modules)) {
    const isDeliberate = PROBES[module.probe]?.failsOnPurpose === true;
    if (!first.has(module.probe) && !isDeliberate) first.set(module.probe, module);
  }
  if (first.has('sign-in')) first.delete('browser-sign-in');
  return [...first.values()];
}

function parseSightings(file: string, text: string): readonly Sighting[] {
  const found = parseJsonList(text) ?? [];
  const isOne = (one: unknown) => {
    const { probe, observation } = asObject(one) ?? {};
    return typeof probe === 'string' && asObject(observation) !== undefined;
  };
  if (found.length > 0 && found.every(isOne)) return found as Sighting[];
  const sentence = `--from ${file}: expected the list of sightings that "diagnose --keep" writes`;
  throw new LabError('USAGE_SIGHTINGS', sentence);
}
