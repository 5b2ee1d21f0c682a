/**
 * How `pta-lab faults` shows the catalogue and what is on; `--json` prints the same values as they
 * are.
 */
import { FAULT_FAMILIES, type Fault } from '../../lab/faults/fault.ts';
import type { ActiveFault } from '../../lab/lab.ts';
import { flagOf } from '../read-asked.ts';
import { describeActive, labTime, renderParameters } from '../render-asked.ts';
import { renderTable } from '../table.ts';

export function describeFault(fault: Fault) {
  const { id, title, family, cause, where, parameters, lookAlike, fix, notLive } = fault;
  const live = notLive === undefined ? {} : { notLive };
  return { id, title, family, cause, where, parameters, lookAlike, fix, ...live };
}

type Described = ReturnType<typeof describeFault>;

export function renderCatalogue(faults: readonly Described[]): string {
  const groups = FAULT_FAMILIES.flatMap((family) => {
    const texts = faults.filter((fault) => fault.family === family).map(renderSummary);
    return texts.length > 0 ? [`${family}\n\n${texts.join('\n')}`] : [];
  });
  return `${groups.join('\n')}\n* is the default; "pta-lab faults show <fault>" says more\n`;
}

function renderSummary({ id, title, cause, parameters }: Described): string {
  return `${id}: ${title}\n  ${cause}\n${renderParameters(parameters)}`;
}

export function renderFault(fault: Described): string {
  const { where, lookAlike, fix, notLive } = fault;
  const facts = [
    ['place', where.map(flagOf).join(', ') || 'the whole tenant'],
    ['looks like', lookAlike.fault],
    ['told apart by', lookAlike.toldApartBy],
    ['fix', fix],
    ...(notLive === undefined ? [] : [['not in live mode', notLive]]),
  ];
  return `${renderSummary(fault)}${renderTable(facts, '  ')}`;
}

export function renderActive(faults: readonly ActiveFault[]): string {
  if (faults.length === 0) return 'no fault is on\n';
  return renderTable(
    faults.map(({ sinceMs, untilMs, ...fault }) => [
      ...describeActive(fault),
      `since ${labTime(sinceMs)}`,
      untilMs === undefined ? '' : `heals itself ${labTime(untilMs)} lab time`,
    ]),
  );
}
