/**
 * How `pta-lab faults` shows the catalogue and what is on; `--json` prints the same values as they
 * are.
 */
import type { Fault } from '../lab/faults/fault.ts';
import type { ActiveFault } from '../lab/lab.ts';
import { formatDuration } from '../scenarios/duration.ts';
import { renderTable } from './table.ts';

export function describeFault({ id, title, family, cause, where, parameters, fix }: Fault) {
  return { id, title, family, cause, where, parameters, fix };
}

type Described = ReturnType<typeof describeFault>;

export function renderCatalogue(faults: readonly Described[]): string {
  const texts = faults.map(({ id, title, cause, parameters }) => {
    const rows = Object.entries(parameters).map(([name, parameter]) => {
      const values =
        parameter.type === 'choice'
          ? parameter.choices.map((choice) =>
              choice === parameter.default ? `${choice}*` : choice,
            )
          : [`${formatDuration(parameter.minMs)} to ${formatDuration(parameter.maxMs)}`];
      return [name, values.join(' | '), parameter.about];
    });
    return `${id}: ${title}\n  ${cause}\n${renderTable(rows, '  ')}`;
  });
  return `${texts.join('\n')}\n* is the default\n`;
}

export function renderActive(faults: readonly ActiveFault[]): string {
  if (faults.length === 0) return 'no fault is on\n';
  return renderTable(
    faults.map(({ key, where, parameters, sinceMs }) => [
      key,
      Object.entries(where).flat(2).join(' ') || 'everywhere',
      Object.entries(parameters)
        .map((pair) => pair.join('='))
        .join(' '),
      `since ${new Date(sinceMs).toISOString()} lab time`,
    ]),
  );
}
