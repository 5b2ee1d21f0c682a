/**
 * One sign-in as a person's application makes it: the password grant, and what the person would
 * read.
 */
import { aadstsRow } from '../protocol/aadsts.ts';
import type { Dice, Network, Vantage } from '../runtime/ports.ts';
import type { SignInResult } from './timeline.ts';

export interface SignInAttempt {
  network: Network;
  from: Vantage;
  authority: string;
  clientId: string;
  scope: string;
  userName: string;
  password: string;
  correlationId: string;
  timeoutMs: number;
}

export interface SignInAnswer {
  result: SignInResult;
  text?: string;
  accessToken?: string;
}

export async function attemptSignIn(attempt: SignInAttempt): Promise<SignInAnswer> {
  const form = new URLSearchParams({
    grant_type: 'password',
    client_id: attempt.clientId,
    scope: attempt.scope,
    username: attempt.userName,
    password: attempt.password,
  });
  const outcome = await attempt.network.request(
    {
      method: 'POST',
      url: `${attempt.authority}/oauth2/v2.0/token`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'client-request-id': attempt.correlationId,
      },
      body: form.toString(),
    },
    { from: attempt.from, timeoutMs: attempt.timeoutMs },
  );
  if (!outcome.ok) return { result: `network:${outcome.failure}` };
  return readAnswer(outcome.value.status, outcome.value.body);
}

function readAnswer(status: number, body: string): SignInAnswer {
  const answer: unknown = JSON.parse(body);
  if (typeof answer !== 'object' || answer === null) return { result: 'network:malformed-answer' };
  if (status === 200 && 'access_token' in answer) {
    return { result: 0, accessToken: String(answer.access_token) };
  }
  const codes =
    'error_codes' in answer && Array.isArray(answer.error_codes) ? answer.error_codes : [];
  const code: unknown = codes[0];
  if (typeof code !== 'number') return { result: 'network:malformed-answer' };
  const text = aadstsRow(code)?.text;
  return { result: code, ...(text && { text }) };
}

/**
 * Correlation ids come from a stream of their own, so that traffic and probes do not move each
 * other.
 */
export function correlationIds(dice: Dice): () => string {
  const ids = dice.fork('correlation');
  return () => ids.guid();
}
