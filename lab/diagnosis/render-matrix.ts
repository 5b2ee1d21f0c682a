/**
 * The confusion matrix as a table for `docs/diagnosis.md`: one row per fault, with what was named
 * instead. A full matrix of seventy by seventy is empty but for its diagonal.
 */
import { acceptedCauses, CLASSES } from './answers.ts';
import type { Score } from './score.ts';

export function shareRight(scores: readonly Score[]): number {
  return scores.filter(({ isRight }) => isRight).length / Math.max(1, scores.length);
}

export function renderMatrix(scores: readonly Score[]): string {
  const faults = [...new Set(scores.map((score) => score.faults.join(' + ')))];
  const rows = faults.map((fault) => {
    const own = scores.filter((score) => score.faults.join(' + ') === fault);
    return { fault, own, share: shareRight(own) };
  });
  const wrong = rows.filter(({ share }) => share < 1).sort((a, b) => a.share - b.share);
  const right = rows.filter(({ share }) => share === 1);
  return [
    '| Fault | Runs | Named first | Named instead |',
    '| --- | --- | --- | --- |',
    ...wrong.map(({ fault, own, share }) => {
      const percent = `${Math.round(share * 100)} %`;
      return `| \`${fault}\`${markOf(fault)} | ${own.length} | ${percent} | ${insteadOf(own)} |`;
    }),
    '',
    `Named first in every run: ${right.map(({ fault }) => `\`${fault}\`${markOf(fault)}`).join(', ')}.`,
    '',
  ].join('\n');
}

function insteadOf(scores: readonly Score[]): string {
  const counts = new Map<string, number>();
  for (const { isRight, named } of scores) {
    const [first = 'nothing'] = named;
    if (!isRight) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([cause, count]) => `${cause} (${count})`)
    .join(', ');
}

/** An asterisk: naming any cause of its class counts. */
function markOf(fault: string): string {
  const inClass = CLASSES.some(({ faults }) => faults.includes(fault));
  return inClass || acceptedCauses(fault).length > 1 ? '*' : '';
}
