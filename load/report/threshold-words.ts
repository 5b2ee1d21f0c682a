/** What came of a threshold, in one sentence without its expression. */
import { formatCount, formatLatency } from '../../runtime/quantities.ts';
import type { ThresholdOutcome } from '../load-result.ts';

export function thresholdWords(outcome: ThresholdOutcome): string {
  const { samples, undecided = false } = outcome;
  if (samples === 0) return 'no samples';
  const { met, observed: value } = outcome;
  if (value === undefined && undecided) return 'some parts meet it, some do not';
  if (value === undefined) return met ? 'met by each part' : 'met by no part';
  const observed = observedWords(outcome);
  const from = `of ${formatCount(samples)} samples`;
  return undecided ? `at most ${observed}: the parts do not say more` : `${observed} ${from}`;
}

/** Times as times, shares as they are compared. */
export function observedWords({ metric, expression, observed }: ThresholdOutcome): string {
  if (observed === undefined) return 'not measured';
  const isTime = metric.includes('duration') && !expression.startsWith('count');
  if (isTime) return formatLatency(observed);
  return Number.isInteger(observed)
    ? formatCount(observed)
    : String(Number(observed.toPrecision(3)));
}
