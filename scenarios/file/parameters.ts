/**
 * Parameters of a fault or a change as people write them (`established: keep`, `delay: 30s`) → as
 * the lab takes them (durations in milliseconds). Parameters left out stay out: the lab fills in
 * its defaults.
 */
import type { Parameter, ParameterValues } from '../../lab/faults/fault.ts';
import { formatDuration, isDuration, parseDuration } from '../../runtime/duration.ts';
import { didYouMean } from '../../runtime/yaml/nearest.ts';
import { shown } from '../../runtime/yaml/schema-problems.ts';

export interface WrongParameter {
  name: string;
  /** True if there is no parameter of this name. */
  unknown: boolean;
  text: string;
}

/** A fault or a change, as far as its parameters go. */
export interface Parametrised {
  id: string;
  parameters: Readonly<Record<string, Parameter>>;
}

export function readParameters(
  declared: Parametrised,
  written: Readonly<Record<string, string | number | undefined>>,
): { values: Partial<ParameterValues>; wrong: WrongParameter[] } {
  const values: Record<string, string | number> = {};
  const wrong: WrongParameter[] = [];
  for (const [name, value] of Object.entries(written)) {
    const parameter = declared.parameters[name];
    if (parameter === undefined) {
      wrong.push({ name, unknown: true, text: unknownText(declared, name) });
      continue;
    }
    const read = readValue(parameter, value);
    if (typeof read === 'object') wrong.push({ name, unknown: false, text: read.problem });
    else values[name] = read;
  }
  return { values, wrong };
}

function unknownText({ id, parameters }: Parametrised, name: string): string {
  const known = Object.keys(parameters);
  const expected = known.length === 0 ? 'no parameters' : `one of ${known.join(', ')}`;
  return `expected ${expected} (${id}), got the unknown parameter "${name}"${didYouMean(name, known)}`;
}

type Read = string | number | { problem: string };

function readValue(parameter: Parameter, value: string | number | undefined): Read {
  switch (parameter.type) {
    case 'choice':
      return readChoice(parameter.choices, value);
    case 'duration':
      return readDuration(parameter.minMs, parameter.maxMs, value);
    case 'number': {
      const { min, max, unit } = parameter;
      if (typeof value === 'number' && value >= min && value <= max) return value;
      return { problem: `expected a number from ${min} to ${max} (${unit}), got ${shown(value)}` };
    }
    default:
      return parameter satisfies never;
  }
}

function readChoice(choices: readonly string[], value: string | number | undefined): Read {
  const text = String(value);
  if (value !== undefined && choices.includes(text)) return text;
  const hint = didYouMean(text, choices);
  return { problem: `expected one of ${choices.join(', ')}, got ${shown(value)}${hint}` };
}

function readDuration(minMs: number, maxMs: number, value: string | number | undefined): Read {
  const valueMs = typeof value === 'string' && isDuration(value) ? parseDuration(value) : undefined;
  if (valueMs !== undefined && valueMs >= minMs && valueMs <= maxMs) return valueMs;
  const range = `${formatDuration(minMs)} to ${formatDuration(maxMs)}`;
  return { problem: `expected a duration from ${range}, got ${shown(value)}` };
}
