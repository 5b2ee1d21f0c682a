/**
 * What a grant's answer leaves in an observation: no token, and no more of the answer than that.
 */
import type { SignInObservation } from '../observations.ts';
import { failureText } from './failure-text.ts';
import type { GrantAnswer } from './password-grant.ts';

export function describeGrant(
  answer: GrantAnswer,
  correlationId: string,
): Omit<SignInObservation, 'tokens'> {
  const seen = { phaseMs: answer.phaseMs, correlationId };
  switch (answer.kind) {
    case 'unreachable': {
      const text = failureText(answer.failure, answer.at);
      return { ...seen, result: `network:${answer.failure}`, status: null, text };
    }
    case 'refused':
      return { ...seen, result: answer.code, status: answer.status, text: answer.text };
    case 'nonsense':
      return { ...seen, result: 'nonsense', status: answer.status, text: answer.text };
    case 'granted':
      return { ...seen, result: 0, status: answer.status, text: 'signed in' };
  }
}
