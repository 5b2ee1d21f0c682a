/** Phases of one kind in a row, such as the upgrades of ten agents, as one: a page has one page. */
import type { PhaseSummary } from '../../scenarios/journal/journal.ts';

export interface JoinedPhase extends Pick<PhaseSummary, 'phase' | 'results'> {
  times: number;
  lastedMs: number;
}

export function joinPhases(phases: readonly PhaseSummary[]): JoinedPhase[] {
  const joined: JoinedPhase[] = [];
  for (const { phase, startMs, endMs, results } of phases) {
    const last = joined.at(-1);
    if (last?.phase !== phase) {
      joined.push({ phase, results, times: 1, lastedMs: endMs - startMs });
      continue;
    }
    last.times += 1;
    last.lastedMs += endMs - startMs;
    last.results = addResults(last.results, results);
  }
  return joined;
}

type Results = PhaseSummary['results'];

function addResults(one: Results, other: Results): Results {
  const groups = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...groups].map((group) => {
      const sum = { ...one[group] };
      for (const [result, count] of Object.entries(other[group] ?? {})) {
        sum[result] = (sum[result] ?? 0) + count;
      }
      return [group, sum];
    }),
  );
}
