/** `junit.xml` of a load run: one case per threshold and one for the verdict. */
import { type JunitCase, junitProblemOf, renderJunitXml } from '../../runtime/junit-xml.ts';
import type { LoadResult, ThresholdOutcome } from '../load-result.ts';
import { thresholdWords } from './threshold-words.ts';

export function renderLoadJunit(result: LoadResult): string {
  const { test, restsOn, run } = result;
  const suite = { name: test.id, startedAt: restsOn.startedAt, seconds: run.durationMs / 1000 };
  return renderJunitXml({
    ...suite,
    cases: [...run.thresholds.map((one) => thresholdCase(one)), verdictCase(result)],
  });
}

function thresholdCase(outcome: ThresholdOutcome): JunitCase {
  const { metric, expression, met, undecided = false } = outcome;
  const name = `${metric} ${expression}`;
  const kind = undecided ? 'error' : 'failure';
  const problem = { kind, message: thresholdWords(outcome) } as const;
  return { name, group: 'threshold', seconds: 0, ...(!met && { problem }) };
}

/** A run whose thresholds were all met may still be inconclusive, and must not pass. */
function verdictCase({ verdict, reasons }: LoadResult): JunitCase {
  const named = { name: 'verdict', group: 'verdict', seconds: 0 };
  if (verdict === 'pass') return named;
  return { ...named, problem: { kind: junitProblemOf(verdict), message: reasons.join(' ') } };
}
