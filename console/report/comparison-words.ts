/** Rows of a comparison in words, the same in terminal, report and ticket. */
import { EVENTS } from '../../protocol/events.ts';
import type { ComparisonRow, Finding } from '../../scenarios/compare/comparison.ts';
import { formatDuration } from './lab-time.ts';
import { PHASE_NAMES } from './phase-names.ts';
import { groupWords, resultLabel } from './results.ts';

export const FINDING_WORDS: Readonly<Record<Finding, string>> = {
  different: 'different',
  'no-difference-found': 'no difference found',
  inconclusive: 'inconclusive',
};

export function measureWords({ kind, subject }: ComparisonRow): string {
  switch (kind) {
    case 'failed':
      return `${groupWords(subject).label}: not as it should be`;
    case 'p50':
      return `${groupWords(subject).label}: half answered within`;
    case 'p95':
      return `${groupWords(subject).label}: 95 % answered within`;
    case 'code':
      return `${resultLabel(subject)} read`;
    case 'event':
      return `event ${subject} logged${eventTitle(subject)}`;
    case 'status':
      return `an agent ${subject}`;
  }
}

function eventTitle(id: string): string {
  const found = Object.values(EVENTS).find((event) => String(event.id) === id);
  return found ? ` (${found.title})` : '';
}

export function valueWords({ kind, pairs }: ComparisonRow, value: number): string {
  if (kind === 'failed') return `${(value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)} %`;
  if (kind === 'p50' || kind === 'p95') return formatDuration(value);
  return `${value} of ${pairs} runs`;
}

/** `0.00002`, and never `0`. */
export function chanceWords(p: number): string {
  return p < 0.0001 ? '<0.0001' : p.toFixed(4);
}

export function describeRow(row: ComparisonRow): string {
  const [before, after] = [valueWords(row, row.without), valueWords(row, row.with)];
  const words = `${PHASE_NAMES[row.phase]}, ${measureWords(row)}: ${before} without, ${after} with`;
  return `${words} (p ${chanceWords(row.pAdjusted)})`;
}
