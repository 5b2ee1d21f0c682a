/**
 * A refresh token for new tokens (ED-REFRESH). It comes with a newer one and stays good itself. Its
 * scope may be another one than the first, for any resource that was consented to.
 */
import type { Cloud } from '../../cloud.ts';
import type { Refusal } from '../../errors.ts';
import type { Exchange } from '../../exchange.ts';
import { takeInjection } from '../../sign-in/injections.ts';
import type { RefreshTokenRecord } from '../../state/records.ts';
import { parseScope } from '../../tenant/resources.ts';
import { continueSignIn } from '../continue-sign-in.ts';
import { judgeOrigin } from '../cross-origin.ts';
import type { Grant, TokenRequest } from '../grant.ts';
import type { RevocationReason } from '../refresh-families.ts';
import { isWellFormed, keyOf } from '../secrets.ts';

export const refreshToken: Grant = {
  required: ['refresh_token'],
  judge(cloud, exchange, request) {
    const { form, application } = request;
    const token = form.get('refresh_token') ?? '';
    if (!isWellFormed(token)) return { refused: { code: 9002313 } };
    const record = cloud.state.refreshTokens.get(keyOf(token));
    if (record === undefined) return { refused: { code: 70000, suberror: 'bad_token' } };
    const userName = cloud.users.byId(record.userId)?.userPrincipalName ?? '';
    const refused =
      judgeToken(cloud, exchange, request, record) ??
      takeInjection(cloud, { userName, clientId: application.clientId });
    if (refused !== undefined) return { refused };
    const scope = parseScope(cloud.tenant, form.get('scope') ?? record.scope);
    if ('code' in scope) return { refused: scope };
    const { scope: consented, familyId, spa, expiresMs } = record;
    const outcome = continueSignIn(cloud, exchange, request, {
      ...{ signedIn: record, scope },
      refresh: { scope: consented, familyId, spa, ...(spa && { fixedEndMs: expiresMs }) },
    });
    if ('issue' in outcome)
      cloud.state.refreshTokens.set(keyOf(token), { ...record, rotated: true });
    return outcome;
  },
};

/** That another client's token is `client_mismatch` is assumed: MSAL knows the word. */
function judgeToken(
  cloud: Cloud,
  exchange: Exchange,
  { application, proof }: TokenRequest,
  record: RefreshTokenRecord,
): Refusal | undefined {
  if (record.clientId !== application.clientId) return { code: 70000, suberror: 'client_mismatch' };
  if (record.confidential && proof === '0') return { code: 7000218 };
  const family = cloud.state.families.get(record.familyId);
  if (family === undefined) return REVOKED['reuse-of-code'];
  if (family.revoked !== undefined) return REVOKED[family.revoked];
  if (cloud.clock.nowMs() >= record.expiresMs) return { code: record.spa ? 700084 : 700082 };
  return judgeOrigin(exchange, application, record.spa ? 'spa' : 'none');
}

const REVOKED: Readonly<Record<RevocationReason, Refusal>> = {
  'reuse-of-code': { code: 70000, suberror: 'bad_token' },
  'password-changed': { code: 50173 },
  administrator: { code: 50173 },
};
