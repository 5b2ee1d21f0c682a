/**
 * Variables of scenarios from the command line: `--var site=branch`, and a YAML or JSON file of
 * them. What stands on the command line goes before what is in the file. Values are read as YAML,
 * so that numbers and lists (`agents=[agt-1,agt-2]`) can be given too.
 */
import { parse } from 'yaml';
import { LabError } from '../../runtime/lab-error.ts';
import { readText } from '../../runtime/live/read-text.ts';
import type { VariableValue } from '../../scenarios/scenario.ts';

export type GivenVariables = Readonly<Record<string, VariableValue>>;

/** @throws LabError `USAGE_VARIABLE`: what was expected, what came. */
export function readVariables(pairs: readonly string[], file: string | undefined): GivenVariables {
  const given = Object.fromEntries(pairs.map(readPair));
  return { ...(file !== undefined && readFile(file)), ...given };
}

function readPair(pair: string): [string, VariableValue] {
  const at = pair.indexOf('=');
  const name = pair.slice(0, at);
  if (at < 1) throw wrong(`expected --var name=value, got "${pair}"`);
  return [name, readValue(`--var ${name}`, readYaml(`--var ${name}`, pair.slice(at + 1)))];
}

function readFile(file: string): GivenVariables {
  const text = readText(
    file,
    'USAGE_VARIABLE',
    (got) => `${file}: expected a file of variables that can be read, got ${got}`,
  );
  const value = readYaml(file, text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(`${file}: expected a map such as { site: hq }`);
  }
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, item]) => [name, readValue(`${file}: ${name}`, item)]),
  );
}

function readValue(place: string, value: unknown): VariableValue {
  if (isScalar(value) || typeof value === 'boolean') return value;
  if (Array.isArray(value) && value.every(isScalar)) return value;
  throw wrong(`${place}: expected a text, a number, true, false or a list of them`);
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function readYaml(place: string, text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw wrong(`${place}: expected valid YAML`, cause);
  }
}

function wrong(sentence: string, cause?: unknown): LabError {
  return new LabError('USAGE_VARIABLE', sentence, ...(cause === undefined ? [] : [{ cause }]));
}
