/**
 * Finding scenarios: `blocked-443` is a file of this folder, anything with a slash or `.yaml` is a
 * path.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LabError } from '../runtime/lab-error.ts';
import { didYouMean } from '../runtime/yaml/nearest.ts';
import { parseScenario } from './parse.ts';
import type { Scenario } from './scenario.ts';

const FOLDER = import.meta.dirname;

export function scenarioIds(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

/** @throws LabError `SCENARIO_…` */
export function loadScenario(name: string): Scenario {
  if (/[/\\]|\.ya?ml$/.test(name)) return parseScenario(name, readScenario(name));
  const known = scenarioIds();
  if (!known.includes(name)) {
    const hint = didYouMean(name, known);
    const list = `known are ${known.join(', ')}, or give the path of a .yaml file`;
    throw new LabError('SCENARIO_UNKNOWN', `no scenario "${name}"${hint || ';'} ${list}`);
  }
  return parseScenario(`scenarios/${name}.yaml`, readScenario(path.join(FOLDER, `${name}.yaml`)));
}

function readScenario(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const sentence = `${file}: expected a scenario file that can be read, got ${code}`;
    throw new LabError('SCENARIO_UNREADABLE', sentence, { cause: error });
  }
}
