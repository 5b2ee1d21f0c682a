/**
 * What a real controller's refusal of a bind says, as `ldapts` throws it: a verdict on the logon,
 * or that another controller should be asked. What is no LDAP answer at all is rethrown.
 */
import { LDAP_RESULT, win32ForLdapResult } from '../../../protocol/ldap-results.ts';
import type { BindResult } from '../../ports.ts';
import { verdictOf } from '../ldap-message.ts';

export function judgeRefusal(error: unknown): BindResult | 'ask-another' {
  const code = resultCodeOf(error);
  if (code === undefined) throw error;
  if (code === LDAP_RESULT.INVALID_CREDENTIALS) {
    const text = error instanceof Error ? error.message : '';
    const verdict = verdictOf({ id: 0, result: code, text });
    return verdict === 'malformed-answer' ? 'ask-another' : verdict;
  }
  const win32 = win32ForLdapResult(code);
  return win32 === 'ask-another' ? win32 : { win32 };
}

/** Socket errors have a `code` too, which is text. */
function resultCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}
