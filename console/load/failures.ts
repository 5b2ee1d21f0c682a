/**
 * Colours and words for how sign-ins of a load run ended. What a test asked for, such as the
 * refusal of a guessed password, is no failure and gets no colour of one.
 */
import type { LoadResult } from '../../load/load-result.ts';
import { assignSlots, resultLabel, type Slots } from '../report/results.ts';
import { UNTOLD } from './points.ts';

const TOKENS = '0';
const UNTOLD_LABEL = 'Failed, not told apart';

export function assignFailureSlots(result: LoadResult): Slots {
  const counts = failureCounts(result);
  const { slotOf, legend } = assignSlots(counts);
  return {
    slotOf: (name) => (counts.has(name) ? slotOf(name) : 'ok'),
    legend: legend.map(({ slot, label }) => ({
      slot,
      label: label.replace(resultLabel(UNTOLD), UNTOLD_LABEL),
    })),
  };
}

function failureCounts({ run }: LoadResult): Map<string, number> {
  const counts = new Map<string, number>();
  let untold = 0;
  for (const { failed, failures } of run.seconds) {
    if (failures === undefined) untold += failed;
    for (const [result, count] of Object.entries(failures ?? {})) {
      counts.set(result, (counts.get(result) ?? 0) + count);
    }
  }
  if (untold === 0) return counts;
  const totals = Object.entries(run.results).filter(([result]) => result !== TOKENS);
  return new Map([...totals, [UNTOLD, untold]]);
}

export function failureLabel(result: string): string {
  return result === UNTOLD ? UNTOLD_LABEL : resultLabel(result);
}

/** Green is what was to come: tokens, and refusals where a test asked for them. */
export function expectedLabel(result: LoadResult): string {
  const counts = failureCounts(result);
  const others = Object.entries(result.run.results).filter(
    ([name, count]) => count > 0 && name !== TOKENS && !counts.has(name),
  );
  return others.length === 0 ? 'Signed in' : 'Signed in, or refused as the test asked for';
}
