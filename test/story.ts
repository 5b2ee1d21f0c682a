/**
 * What a rehearsal tells, without what may differ between virtual and live: per phase the results
 * of each group and the event ids, per agent the changes of status, and the verdict. No times and
 * no counts.
 */
import type { Journal } from '../scenarios/journal/journal.ts';

export interface Story {
  verdict: string;
  phases: Record<string, { results: Record<string, string[]>; events: string[] }>;
  status: Record<string, string[]>;
}

export function storyOf(journal: Journal): Story {
  const phases = journal.phases.map(({ phase, results, events }) => [
    phase,
    {
      results: Object.fromEntries(
        Object.entries(results).map(([group, counts]) => [group, Object.keys(counts).sort()]),
      ),
      events: Object.keys(events).sort(),
    },
  ]);
  const status: Record<string, string[]> = {};
  for (const entry of journal.timeline) {
    if (entry.kind !== 'agent-status') continue;
    status[entry.agent] = [...(status[entry.agent] ?? []), entry.to];
  }
  const agents = Object.entries(status).sort(([left], [right]) => left.localeCompare(right));
  return {
    verdict: journal.verdict,
    phases: Object.fromEntries(phases),
    status: Object.fromEntries(agents),
  };
}
