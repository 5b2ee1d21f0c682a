/**
 * Parameters of a fault as people write them (`established: keep`, `delay: 30s`) → as the lab takes
 * them (durations in milliseconds). Parameters left out stay out: the lab fills in its defaults.
 */
import type { Fault, Parameter, ParameterValues } from '../lab/faults/fault.ts';
import { didYouMean } from '../runtime/yaml/nearest.ts';
import { shown } from '../runtime/yaml/schema-problems.ts';
import { formatDuration, isDuration, parseDuration } from './duration.ts';

export interface WrongParameter {
  name: string;
  /** True if the fault has no parameter of this name. */
  unknown: boolean;
  text: string;
}

export function readParameters(
  fault: Fault,
  written: Readonly<Record<string, string | number | undefined>>,
): { values: Partial<ParameterValues>; wrong: WrongParameter[] } {
  const values: Record<string, string | number> = {};
  const wrong: WrongParameter[] = [];
  for (const [name, value] of Object.entries(written)) {
    const parameter = fault.parameters[name];
    if (parameter === undefined) {
      wrong.push({ name, unknown: true, text: unknownText(fault, name) });
      continue;
    }
    const read = readValue(parameter, value);
    if (typeof read === 'object') wrong.push({ name, unknown: false, text: read.problem });
    else values[name] = read;
  }
  return { values, wrong };
}

function unknownText(fault: Fault, name: string): string {
  const known = Object.keys(fault.parameters);
  const expected = known.length === 0 ? 'no parameters' : `one of ${known.join(', ')}`;
  return `expected ${expected} (${fault.id}), got the unknown parameter "${name}"${didYouMean(name, known)}`;
}

function readValue(
  parameter: Parameter,
  value: string | number | undefined,
): string | number | { problem: string } {
  if (parameter.type === 'choice') {
    if (typeof value === 'string' && parameter.choices.includes(value)) return value;
    const hint = didYouMean(String(value), parameter.choices);
    return {
      problem: `expected one of ${parameter.choices.join(', ')}, got ${shown(value)}${hint}`,
    };
  }
  const valueMs = typeof value === 'string' && isDuration(value) ? parseDuration(value) : undefined;
  const { minMs, maxMs } = parameter;
  if (valueMs !== undefined && valueMs >= minMs && valueMs <= maxMs) return valueMs;
  const range = `${formatDuration(minMs)} to ${formatDuration(maxMs)}`;
  return { problem: `expected a duration from ${range}, got ${shown(value)}` };
}
