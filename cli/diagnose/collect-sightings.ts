/**
 * Where the sightings of `pta-lab diagnose` come from: a file, what a watch has kept, a running
 * lab, or the modules of a configuration, each run once and within the budget of its account.
 */
import { writeFileSync } from 'node:fs';
import { readText } from '../../lab/read-text.ts';
import type { Sighting } from '../../probes/diagnosis/diagnosis.ts';
import { sightingsFrom } from '../../probes/diagnosis/from-history.ts';
import { PROBES } from '../../probes/index.ts';
import { createBrowser } from '../../probes/live/browser/browser.ts';
import { createModuleRunner } from '../../probes/live/run-module.ts';
import { targetOfLab } from '../../probes/live/target/lab-line.ts';
import type { ProbeRun } from '../../probes/probe-run.ts';
import type { Module } from '../../probes/target.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { UndoStack } from '../../runtime/undo.ts';
import { type ControlOptions, controlOf } from '../lab-control.ts';
import { openConfig, type Place } from '../probe/config-place.ts';
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
  const sightings = await lookWhereAsked(options, undo);
  if (options.keep !== undefined) {
    writeFileSync(options.keep, `${JSON.stringify(sightings)}\n`, { mode: 0o600 });
  }
  return sightings;
}

async function lookWhereAsked(options: LookAsked, undo: UndoStack): Promise<readonly Sighting[]> {
  const { from, history, config } = options;
  if (from !== undefined) return parseSightings(from, readFile(from, '--from'));
  if (history !== undefined) return readWatched(history, options.target, undo);
  if (config !== undefined) return await runModules(openConfig(config, undo), options);
  return await lookInLab(options);
}

/** Twice, because what hits part of the connections may miss a single look. */
async function lookInLab(options: LookAsked): Promise<readonly Sighting[]> {
  const { lab, controlToken } = options;
  const named = lab === undefined ? undefined : targetOfLab(lab, readFile(lab, '--lab')).control;
  const url = named ?? options.control;
  const control = controlOf({
    ...(url !== undefined && { control: url }),
    ...(controlToken !== undefined && { controlToken }),
  });
  const first = await control.look({ outside: true });
  return [...first, ...(await control.look())];
}

async function runModules(place: Place, asked: LookAsked): Promise<readonly Sighting[]> {
  const target = targetOf(place, asked);
  const { control } = place.targets[target] ?? {};
  // A lab shows all of its servers at once.
  if (control !== undefined) return await lookInLab({ ...asked, control });
  const runner = createModuleRunner({
    ...{ ...place, targets: () => place.targets, nowMs: () => Date.now() },
    browserOf: (at) => createBrowser(at, {}),
  });
  const runs: ProbeRun[] = [];
  for (const module of modulesFor(place)) {
    process.stderr.write(`${module.name} …\n`);
    runs.push(await runner.run(target, module));
  }
  return sightingsFrom(runs);
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

function targetOf({ targets }: Place, { target }: LookAsked): string {
  const names = Object.keys(targets);
  const [only, ...others] = names;
  if (target === undefined && only !== undefined && others.length === 0) return only;
  if (target !== undefined && Object.hasOwn(targets, target)) return target;
  const asked = target === undefined ? 'which target?' : `no target "${target}";`;
  throw new LabError('TARGET_UNKNOWN', `${asked} known are ${names.join(', ')}`);
}

function parseSightings(file: string, text: string): readonly Sighting[] {
  const found = parseJson(text);
  const isOne = (one: unknown) =>
    typeof one === 'object' && one !== null && 'probe' in one && 'observation' in one;
  if (Array.isArray(found) && found.length > 0 && found.every(isOne)) {
    return found as unknown[] as Sighting[];
  }
  const sentence = `--from ${file}: expected the list of sightings that "diagnose --keep" writes`;
  throw new LabError('USAGE_SIGHTINGS', sentence);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readFile(file: string, option: string): string {
  return readText(
    file === '-' ? 0 : file,
    'USAGE_FILE',
    (got) => `${option}: expected a file that can be read, got ${got} for "${file}"`,
  );
}
