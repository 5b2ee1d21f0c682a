/**
 * `prompt=none`: an application asks from a hidden frame, where no page may show. What would have
 * been a page is an error in the redirect.
 */
import type { Refusal } from '../errors.ts';
import type { User } from '../tenant/tenant.ts';
import type { Step } from './next-step.ts';
import type { SignInRequest } from './request.ts';

export function refuseSilently(
  step: Step,
  { sessionId, loginHint }: SignInRequest,
  revoked: readonly User[],
): Refusal | undefined {
  switch (step.kind) {
    case 'issue':
      return undefined;
    case 'pick-account':
      return sessionId === undefined ? { code: 16000 } : { code: 160021 };
    case 'mfa':
    case 'refused':
      return { ...step.refusal, error: 'interaction_required' };
    case 'consent':
      return { code: 65001 };
    default:
      return revoked.some((user) => isMeant(user, loginHint)) ? { code: 50133 } : { code: 50058 };
  }
}

/** Somebody who was signed in here; without a hint that is enough. */
function isMeant({ userPrincipalName }: User, loginHint: string | undefined): boolean {
  return loginHint === undefined || userPrincipalName.toLowerCase() === loginHint.toLowerCase();
}
