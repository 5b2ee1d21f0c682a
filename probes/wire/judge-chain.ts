/**
 * Chain and policy judged apart: did the question go from the cloud through an agent to the
 * directory and back? Only an answer that the right password brought, or tokens, says yes. What
 * says nothing of the chain (a locked account, one that no agent is asked about, an application
 * that is not set up) is inconclusive.
 */
import { type ChainAnswer, chainAnswerOf } from '../../protocol/chain-answers.ts';
import type { SignInObservation } from '../observations.ts';
import type { Judgement, Verdict } from '../probe.ts';
import { tokenProblem } from './token-problem.ts';

const VERDICTS: Readonly<Record<ChainAnswer, Verdict>> = {
  passed: 'pass',
  'wrong-password': 'fail',
  locked: 'inconclusive',
  'not-asked': 'inconclusive',
  'set-up': 'inconclusive',
};

const SENTENCES: Readonly<Record<ChainAnswer, string>> = {
  passed: 'the chain passed',
  'wrong-password': 'the chain works, and the password is wrong',
  locked: 'locked, or an address judged malicious: says nothing of the chain',
  'not-asked': 'this account cannot show the chain',
  'set-up': 'the probe is not set up: says nothing of the chain',
};

export function judgeChain({ result, text, tokens }: SignInObservation): Judgement {
  if (result === 0) return judgeTokens(tokens);
  const came = `${resultText(result)}: ${text}`;
  const row = typeof result === 'number' ? chainAnswerOf(result) : undefined;
  if (row === undefined) {
    return { verdict: 'fail', summary: `expected the chain to pass, got ${came}` };
  }
  const { answer, advice } = row;
  return { verdict: VERDICTS[answer], summary: `${SENTENCES[answer]} (${came}): ${advice}` };
}

function judgeTokens(tokens: SignInObservation['tokens']): Judgement {
  const problem = tokens === null ? undefined : tokenProblem(tokens);
  return problem === undefined
    ? { verdict: 'pass', summary: 'the chain passed, with valid tokens' }
    : { verdict: 'fail', summary: `the chain passed, but ${problem}` };
}

export function resultText(result: number | string): string {
  if (result === 0) return 'tokens';
  return typeof result === 'number' ? `AADSTS${result}` : result;
}
