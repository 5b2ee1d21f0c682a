/**
 * Probe `sign-in`: one password grant by a person. Tokens that came are checked as a client would
 * check them; a sign-in that ends with tokens nobody may trust has not passed.
 */
import type { NetworkPhase } from '../protocol/network-failure.ts';
import { type GrantAnswer, sendPasswordGrant } from './password-grant.ts';
import type { Judgement, Probe, ProbeContext } from './probe.ts';
import { failureText, fetchPublished } from './published-keys.ts';
import { verifyToken } from './signed-token.ts';
import { type Tokens, tokenProblem } from './token-problem.ts';

export interface SignInExpectation {
  /** 0 for tokens (the default), or the AADSTS number that must come. */
  result?: number;
}

export interface SignInObservation {
  /**
   * 0 for tokens, an AADSTS number, `network:{failure}`, or `nonsense` for an answer that is
   * neither.
   */
  result: number | string;
  status: number | null;
  /** What the person read, or what went wrong. */
  text: string;
  correlationId: string;
  phaseMs: Partial<Record<NetworkPhase, number>>;
  tokens: Tokens | null;
}

export const signIn: Probe<SignInObservation, SignInExpectation> = {
  id: 'sign-in',
  about: 'A person signs in with user name and password and gets valid tokens',
  signsInAs: 'healthy',
  usual: () => ({ result: 0 }),
  async observe(context) {
    const answer = await sendPasswordGrant(context, 'openid profile');
    const seen = { phaseMs: answer.phaseMs, correlationId: context.correlationId, tokens: null };
    switch (answer.kind) {
      case 'unreachable': {
        const text = failureText(answer.failure, answer.at);
        return { ...seen, result: `network:${answer.failure}`, status: null, text };
      }
      case 'refused':
        return { ...seen, result: answer.code, status: answer.status, text: answer.text };
      case 'nonsense':
        return { ...seen, result: 'nonsense', status: answer.status, text: answer.text };
      case 'granted': {
        const tokens = await readTokens(context, answer);
        return { ...seen, result: 0, status: answer.status, text: 'signed in', tokens };
      }
    }
  },
  judge(observation, { result = 0 }) {
    if (observation.result !== result) {
      const came = `${resultText(observation.result)}: ${observation.text}`;
      return { verdict: 'fail', summary: `expected ${resultText(result)}, got ${came}` };
    }
    const problem = observation.tokens === null ? undefined : tokenProblem(observation.tokens);
    if (problem !== undefined) return { verdict: 'fail', summary: `signed in, but ${problem}` };
    return { verdict: 'pass', summary: `${resultText(result)} as expected` } satisfies Judgement;
  },
};

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

export function resultText(result: number | string): string {
  if (result === 0) return 'tokens';
  return typeof result === 'number' ? `AADSTS${result}` : result;
}
