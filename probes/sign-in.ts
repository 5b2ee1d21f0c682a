/**
 * Probe `sign-in`: one password grant by a person. Tokens that came are checked as a client would
 * check them; a sign-in that ends with tokens nobody may trust has not passed.
 */
import type { SignInObservation } from './observations.ts';
import type { Judgement, Probe, ProbeContext } from './probe.ts';
import { describeGrant } from './wire/grant-seen.ts';
import { PROBE_HEADERS } from './wire/headers.ts';
import { cameText, judgeChain, resultText } from './wire/judge-chain.ts';
import { type GrantAnswer, sendPasswordGrant } from './wire/password-grant.ts';
import { fetchPublished } from './wire/published-keys.ts';
import { verifyToken } from './wire/signed-token.ts';
import { type Tokens, tokenProblem } from './wire/token-problem.ts';

export interface SignInExpectation {
  /** 0 for tokens (the default), or the AADSTS number that must come. */
  result?: number;
  /** Instead: the chain must have passed, whatever a policy made of the sign-in after that. */
  chain?: 'passed';
}

export const signIn: Probe<SignInObservation, SignInExpectation> = {
  id: 'sign-in',
  about: 'A person signs in with user name and password and gets valid tokens',
  signsInAs: 'healthy',
  usual: () => ({ result: 0 }),
  usualOfTarget: () => ({ chain: 'passed' }),
  async observe(context) {
    const answer = await sendPasswordGrant(context, 'openid profile', PROBE_HEADERS);
    const tokens = answer.kind === 'granted' ? await readTokens(context, answer) : null;
    const { phaseMs, correlationId, ...seen } = describeGrant(answer, context.correlationId);
    // In the order of the journals there are: the same seed gives the same bytes.
    return { phaseMs, correlationId, tokens, ...seen };
  },
  judge(observation, { result, chain }) {
    return chain === undefined ? judgeResult(observation, result ?? 0) : judgeChain(observation);
  },
};

function judgeResult(observation: SignInObservation, result: number): Judgement {
  if (observation.result !== result) {
    const came = cameText(observation);
    return { verdict: 'fail', summary: `expected ${resultText(result)}, got ${came}` };
  }
  const problem = observation.tokens === null ? undefined : tokenProblem(observation.tokens);
  if (problem !== undefined) return { verdict: 'fail', summary: `signed in, but ${problem}` };
  return { verdict: 'pass', summary: `${resultText(result)} as expected` };
}

type Granted = Extract<GrantAnswer, { kind: 'granted' }>;

async function readTokens(context: ProbeContext, granted: Granted): Promise<Tokens> {
  const published = await fetchPublished(context);
  if (!published.ok) return { problem: published.problem };
  const { crypto, clientId, tenantId } = context;
  const read = (token: string) => verifyToken(token, published.keys, crypto);
  return {
    problem: null,
    issuer: published.issuer,
    clientId,
    tenantId,
    observedAtMs: context.clock.nowMs(),
    id: granted.idToken === undefined ? 'absent' : await read(granted.idToken),
    access: await read(granted.accessToken),
  };
}
