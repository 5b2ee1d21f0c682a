/**
 * What a reader of Graph makes of not having seen anything. A right that is missing, a token that
 * is not given or a quota that is used up says nothing of the target: inconclusive. A Graph that
 * nobody reaches, or that answers nonsense, fails.
 */
import type { GraphProblem } from '../observations.ts';
import type { Judgement, Verdict } from '../probe.ts';

const VERDICTS: Readonly<Record<GraphProblem['kind'], Verdict>> = {
  'no-right': 'inconclusive',
  'no-token': 'inconclusive',
  throttled: 'inconclusive',
  unreachable: 'fail',
  nonsense: 'fail',
};

export function judgeProblem({ kind, text }: GraphProblem): Judgement {
  return { verdict: VERDICTS[kind], summary: text };
}
