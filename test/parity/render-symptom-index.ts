/** The way back: from what is seen (code, status, event) to the faults that claim to show it. */
import type { Fault } from '../../lab/faults/fault.ts';
import { claimsOf, userText } from './render-codes.ts';

const HEAD = `## From symptom to candidates

What right passwords bring, what the agents list says and what the agents log, while a fault is on and under any choice
of its parameters. Several candidates in a row are look-alikes: their own sections say what separates them.

| Right password | Agents list | Agents log | Candidates |
| --- | --- | --- | --- |
`;

export function renderSymptomIndex(faults: readonly Fault[]): string {
  const candidates = new Map<string, Set<string>>();
  for (const fault of faults) {
    for (const { phase, results, status, events } of claimsOf(fault)) {
      if (phase === 'healed') continue;
      const codes = results['right-password'] ?? [];
      const key = [
        codes.map(userText).join(' or ') || 'not claimed',
        status === 'unlisted' ? 'not listed any more' : status,
        events.join(', ') || '–',
      ].join(' | ');
      candidates.set(key, (candidates.get(key) ?? new Set()).add(fault.id));
    }
  }
  const rows = [...candidates]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, ids]) => `| ${key} | ${[...ids].map((id) => `[${id}](#${id})`).join(', ')} |`);
  return `${HEAD}${rows.join('\n')}\n`;
}
