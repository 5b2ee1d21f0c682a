/** How `pta-lab changes` shows what there is, what is in force and what an inspection finds. */
import type { AppliedChange, Change } from '../../lab/changes/change.ts';
import type { Finding } from '../../lab/inspect-estate.ts';
import { flagOf } from '../read-asked.ts';
import { describeActive, labTime, renderParameters } from '../render-asked.ts';
import { renderTable } from '../table.ts';

export function describeChange({ id, title, about, where, parameters, basis }: Change) {
  return { id, title, about, where, parameters, basis };
}

type Described = ReturnType<typeof describeChange>;

export function renderChanges(changes: readonly Described[]): string {
  const texts = changes.map(({ id, title, about, where, parameters }) => {
    const places = where.length > 0 ? `  place: ${where.map(flagOf).join(', ')}\n` : '';
    return `${id}: ${title}\n  ${about}\n${places}${renderParameters(parameters)}`;
  });
  return `${texts.join('\n')}\n* is the default\n`;
}

export function renderApplied(changes: readonly AppliedChange[]): string {
  if (changes.length === 0) return 'no change is in force\n';
  return renderTable(
    changes.map(({ atMs, ...change }) => [
      ...describeActive(change),
      `since ${labTime(atMs)} lab time`,
    ]),
  );
}

export function renderFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'nothing was found\n';
  return renderTable(findings.map(({ id, text }) => [id, text]));
}
