/**
 * The code challenge of a request (RFC 7636). Single-page applications have no other proof, so they
 * must send one; which code a method that nobody knows gets is assumed.
 */
import type { Refusal } from '../errors.ts';
import type { Form } from '../parameters.ts';
import type { RedirectType } from '../tenant/application.ts';

/** RFC 7636 section 4.2: the size, and the characters. */
const CHALLENGE = /^[A-Za-z0-9._~-]{43,128}$/;

export function judgeProofKey(type: RedirectType, asked: Form): Refusal | undefined {
  const challenge = asked.get('code_challenge');
  const method = asked.get('code_challenge_method');
  if (challenge === undefined) {
    if (method !== undefined) return { code: 50147 };
    const code = (asked.get('response_type') ?? '').split(' ').includes('code');
    return type === 'spa' && code ? { code: 9002325 } : undefined;
  }
  if (method !== undefined && method !== 'S256' && method !== 'plain') {
    return { code: 90023, detail: "Parameter: 'code_challenge_method'." };
  }
  return CHALLENGE.test(challenge) ? undefined : { code: 501491 };
}
