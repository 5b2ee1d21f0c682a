/**
 * How a sign-in ended and whether it ought to have: read alike by k6's scripts and by our own
 * generator, so that their figures mean the same. Runs in k6 too.
 */
import { GUESS_ANSWERS } from '../protocol/guess-answers.ts';
import type { NetworkFailure } from '../protocol/network-failure.ts';
import type { Deed } from './load-test.ts';

/** `0`, an AADSTS code, or `network:` and how the network failed. */
export function readSignInResult(status: number, body: string): string {
  if (status === 200 && body.includes('"access_token"')) return '0';
  const malformed: NetworkFailure = 'malformed-answer';
  return /AADSTS(\d+)/.exec(body)?.[1] ?? `network:${malformed}`;
}

const OF_GUESSES: readonly string[] = Object.values(GUESS_ANSWERS).map(String);

/** A guess has to be refused, as a wrong password or by smart lockout; all else has to succeed. */
export function isFailure(deed: Deed, result: string): boolean {
  return deed === 'guessPassword' ? !OF_GUESSES.includes(result) : result !== '0';
}
