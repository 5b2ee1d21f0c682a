/** What `pta-lab faults` and `pta-lab changes` show in the same way: parameters, and where. */
import type { Parameter, ParameterValues, Where } from '../lab/faults/fault.ts';
import { limitsOf } from '../lab/places.ts';
import { formatDuration } from '../runtime/duration.ts';
import { renderTable } from './table.ts';

export function renderParameters(parameters: Readonly<Record<string, Parameter>>): string {
  const rows = Object.entries(parameters).map(([name, parameter]) => {
    return [name, describeValues(parameter), parameter.about];
  });
  return renderTable(rows, '  ');
}

/** The default among them has an asterisk. */
function describeValues(parameter: Parameter): string {
  if (parameter.type === 'choice') {
    const marked = parameter.choices.map((choice) => {
      return choice === parameter.default ? `${choice}*` : choice;
    });
    return marked.join(' | ');
  }
  const { min, max, usual, unit } = limitsOf(parameter);
  if (parameter.type === 'number') return `${min} to ${max} ${unit}, ${usual}*`;
  return `${formatDuration(min)} to ${formatDuration(max)}, ${formatDuration(usual)}*`;
}

/** Cells of a row about one that is on: handle, places, values. */
export function describeActive({ key, where, parameters }: Active): string[] {
  const values = Object.entries(parameters).map((pair) => pair.join('='));
  return [key, Object.entries(where).flat(2).join(' ') || 'everywhere', values.join(' ')];
}

interface Active {
  key: string;
  where: Where;
  parameters: ParameterValues;
}

export function labTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
