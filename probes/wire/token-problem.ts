/**
 * What is wrong with the tokens of a sign-in, if anything: pure. An access token belongs to the API
 * it is for, so its audience is not the client's to judge; the id token is the client's own.
 */
import { numberOf, textOf } from './json.ts';
import type { ReadToken } from './signed-token.ts';

export type Tokens =
  | { problem: string }
  | {
      problem: null;
      issuer: string;
      clientId: string;
      tenantId: string;
      observedAtMs: number;
      id: ReadToken | 'not-a-token' | 'absent';
      access: ReadToken | 'not-a-token';
    };

/** What token libraries allow between two clocks by default (five minutes in Microsoft's own). */
export const CLOCK_SKEW_MS = 300_000;

/** The first thing wrong with the tokens, in words. */
export function tokenProblem(tokens: Tokens): string | undefined {
  if (tokens.problem !== null) return `the tokens could not be checked (${tokens.problem})`;
  const { id, access } = tokens;
  if (typeof id === 'string') return `the id token is ${id}`;
  if (typeof access === 'string') return `the access token is ${access}`;
  if (id.signature !== 'valid') return `the id token’s signature is ${id.signature}`;
  const wrong = mismatch(id, { iss: tokens.issuer, aud: tokens.clientId, tid: tokens.tenantId });
  if (wrong !== undefined) return `the id token’s ${wrong}`;
  const foreign = textOf(access.claims, 'iss')?.startsWith('https://sts.windows.net/');
  if (!foreign && access.signature !== 'valid') {
    return `the access token’s signature is ${access.signature}`;
  }
  return undatedProblem('id', id) ?? undatedProblem('access', access) ?? clockProblem(tokens);
}

/** Of tokens that are well otherwise: the cloud issued them just now, so the clock here is off. */
export function clockProblem(tokens: Tokens): string | undefined {
  if (tokens.problem !== null) return undefined;
  const { id, access, observedAtMs } = tokens;
  if (typeof id === 'string' || typeof access === 'string') return undefined;
  return timesProblem('id', id, observedAtMs) ?? timesProblem('access', access, observedAtMs);
}

function mismatch(token: ReadToken, expected: Readonly<Record<string, string>>) {
  const wrong = Object.entries(expected).find(([name, value]) => token.claims[name] !== value);
  return wrong && `${wrong[0]} is ${String(token.claims[wrong[0]])}, expected ${wrong[1]}`;
}

function undatedProblem(kind: string, { claims }: ReadToken): string | undefined {
  const isDated = numberOf(claims, 'nbf') !== undefined && numberOf(claims, 'exp') !== undefined;
  return isDated ? undefined : `the ${kind} token has no nbf or no exp`;
}

function timesProblem(kind: string, { claims }: ReadToken, nowMs: number): string | undefined {
  const [nbf = 0, exp = 0] = [numberOf(claims, 'nbf'), numberOf(claims, 'exp')];
  if (nbf * 1000 > nowMs + CLOCK_SKEW_MS) return `the ${kind} token is not valid yet`;
  if (exp * 1000 <= nowMs - CLOCK_SKEW_MS) return `the ${kind} token has expired`;
  return undefined;
}
