/**
 * Chain and policy judged apart: did the question go from the cloud through an agent to the
 * directory and back? Only an answer that the right password brought, or tokens, says yes. What
 * says nothing of the chain (a locked account, one that no agent is asked about, an application
 * that is not set up) is inconclusive.
 */
import { type ChainAnswer, chainAnswerOf } from '../../protocol/chain-answers.ts';
import type { SignInObservation } from '../observations.ts';
import type { Judgement, Verdict } from '../probe.ts';
import { clockProblem, tokenProblem } from './token-problem.ts';

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
  const came = cameText({ result, text });
  const row = typeof result === 'number' ? chainAnswerOf(result) : undefined;
  if (row === undefined) {
    return { verdict: 'fail', summary: `expected the chain to pass, got ${came}` };
  }
  const { answer, advice } = row;
  return { verdict: VERDICTS[answer], summary: `${SENTENCES[answer]} (${came}): ${advice}` };
}

function judgeTokens(tokens: SignInObservation['tokens']): Judgement {
  const problem = tokens === null ? undefined : tokenProblem(tokens);
  if (problem === undefined) {
    return { verdict: 'pass', summary: 'the chain passed, with valid tokens' };
  }
  if (tokens === null || problem !== clockProblem(tokens)) {
    return { verdict: 'fail', summary: `the chain passed, but ${problem}` };
  }
  const summary = `the chain passed, and by this machine’s clock ${problem}: set the clock right`;
  return { verdict: 'inconclusive', summary };
}

/** What came instead, with the cloud’s own words or the network’s. */
export function cameText({ result, text }: Pick<SignInObservation, 'result' | 'text'>): string {
  const isNetwork = typeof result === 'string' && result.startsWith('network:');
  return isNetwork ? `no answer from the cloud: ${text}` : `${resultText(result)}: ${text}`;
}

export function resultText(result: number | string): string {
  if (result === 0) return 'tokens';
  return typeof result === 'number' ? `AADSTS${result}` : result;
}
