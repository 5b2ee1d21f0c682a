/**
 * One sign-in as a person's application makes it. The request is the probes' own, so that people
 * and probes cannot differ in how they ask.
 */
import { type GrantContext, sendPasswordGrant } from '../../probes/wire/password-grant.ts';
import { Secret } from '../../runtime/secret.ts';
import type { SignInResult } from '../timeline.ts';

export interface SignInAttempt extends Omit<GrantContext, 'account'> {
  scope: string;
  userName: string;
  password: string;
}

export interface SignInAnswer {
  result: SignInResult;
  /** The sentence that came with a refusal. */
  text?: string;
  accessToken?: string;
}

export async function attemptSignIn(attempt: SignInAttempt): Promise<SignInAnswer> {
  const { userName, password, scope, ...rest } = attempt;
  const account = { userName, password: new Secret(password) };
  const answer = await sendPasswordGrant({ ...rest, account }, scope);
  switch (answer.kind) {
    case 'granted':
      return { result: 0, accessToken: answer.accessToken };
    case 'refused':
      return { result: answer.code, text: answer.text };
    case 'unreachable':
      return { result: `network:${answer.failure}` };
    case 'nonsense':
      return { result: 'network:malformed-answer' };
    default:
      return answer satisfies never;
  }
}
