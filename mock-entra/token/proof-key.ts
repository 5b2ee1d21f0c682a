/**
 * The verifier of a code (RFC 7636). Which code belongs to a verifier nobody asked for, or of a
 * size that cannot be, is assumed; 501481 is what people report for one that does not fit.
 */
import { hash } from 'node:crypto';
import type { Refusal } from '../errors.ts';
import type { CodeRecord } from '../state/records.ts';

/** RFC 7636 section 4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

export function judgeProof(
  { codeChallenge, codeChallengeMethod }: CodeRecord,
  verifier: string | undefined,
): Refusal | undefined {
  if (codeChallenge === undefined) return verifier === undefined ? undefined : { code: 50147 };
  if (verifier === undefined) return { code: 501481 };
  if (!VERIFIER.test(verifier)) return { code: 501491 };
  // Without a method the challenge is the verifier itself.
  const derived = codeChallengeMethod === 'S256' ? hash('sha256', verifier, 'base64url') : verifier;
  return derived === codeChallenge ? undefined : { code: 501481 };
}
