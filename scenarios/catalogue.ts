/**
 * Finding scenarios: `blocked-443` is a file of this folder, anything with a slash or `.yaml` is a
 * path.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LabOptions } from '../lab/estate.ts';
import { LabError } from '../runtime/lab-error.ts';
import { didYouMean } from '../runtime/yaml/nearest.ts';
import { declaredVariables, parseScenario } from './file/parse.ts';
import type { Variables } from './file/variables.ts';
import type { Scenario } from './scenario.ts';

const FOLDER = import.meta.dirname;

export function scenarioIds(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

export interface Listed {
  id: string;
  title: string;
  group: string;
}

/** Those that come with pta-lab, by group. */
export function listScenarios(): Listed[] {
  const listed = scenarioIds().map((id) => {
    const { title, group } = loadScenario(id);
    return { id, title, group };
  });
  return listed.sort((a, b) => a.group.localeCompare(b.group, 'en') || (a.id < b.id ? -1 : 1));
}

/** @throws LabError `SCENARIO_…` */
export function loadScenario(name: string, variables: Variables = {}): Scenario {
  const { file, text } = findScenario(name);
  return parseScenario(file, text, { variables });
}

/**
 * Several at once: a variable that is given must belong to at least one of them. An estate that is
 * given stands in place of theirs.
 *
 * @throws LabError `SCENARIO_…`
 */
export function loadScenarios(
  names: readonly string[],
  variables: Variables,
  estate?: LabOptions,
): Scenario[] {
  const found = names.map(findScenario);
  const declared = found.flatMap(({ file, text }) => declaredVariables(file, text));
  const stranger = Object.keys(variables).find((name) => !declared.includes(name));
  if (stranger !== undefined) {
    const known = [...new Set(declared)];
    const list = known.length === 0 ? 'has none' : `has ${known.join(', ')}`;
    const sentence = `${found.map(({ file }) => file).join(', ')} ${list}, got --var ${stranger}`;
    throw new LabError('SCENARIO_VARIABLE', `${sentence}${didYouMean(stranger, known)}`);
  }
  const options = { variables, ...(estate && { estate }) };
  return found.map(({ file, text }) => parseScenario(file, text, options));
}

function findScenario(name: string): { file: string; text: string } {
  if (/[/\\]|\.ya?ml$/.test(name)) return { file: name, text: readText(name) };
  const known = scenarioIds();
  if (!known.includes(name)) {
    const hint = didYouMean(name, known);
    const list = 'rehearse --list shows them, or give the path of a .yaml file';
    throw new LabError('SCENARIO_UNKNOWN', `no scenario "${name}"${hint || ';'} ${list}`);
  }
  const text = readText(path.join(FOLDER, `${name}.yaml`));
  return { file: `scenarios/${name}.yaml`, text };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const sentence = `${file}: expected a scenario file that can be read, got ${code}`;
    throw new LabError('SCENARIO_UNREADABLE', sentence, { cause: error });
  }
}
