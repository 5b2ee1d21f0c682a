/**
 * A code for tokens, once (ED-CODE). Whoever brings a code a second time ends what the first one
 * got: one of the two is a thief.
 */
import type { Cloud } from '../../cloud.ts';
import type { Refusal } from '../../errors.ts';
import type { Exchange } from '../../exchange.ts';
import { changeRecord } from '../../shared/change-record.ts';
import type { CodeRecord } from '../../state/records.ts';
import { parseScope } from '../../tenant/resources.ts';
import { continueSignIn } from '../continue-sign-in.ts';
import { judgeOrigin } from '../cross-origin.ts';
import type { Grant, TokenRequest } from '../grant.ts';
import { judgeProof } from '../proof-key.ts';
import { revokeRedeemed } from '../refresh-families.ts';
import { isWellFormed, keyOf } from '../secrets.ts';

export const authorizationCode: Grant = {
  required: ['code', 'redirect_uri'],
  judge(cloud, exchange, request) {
    const { form, application } = request;
    const code = form.get('code') ?? '';
    if (!isWellFormed(code)) return { refused: { code: 9002313 } };
    const record = cloud.state.codes.get(keyOf(code));
    if (record === undefined || record.clientId !== application.clientId) {
      return { refused: { code: 70000 } };
    }
    const refused = judgeCode(cloud, exchange, request, record);
    if (refused !== undefined) return { refused };
    const scope = parseScope(cloud.tenant, form.get('scope') ?? record.scope);
    if ('code' in scope) return { refused: scope };
    const familyId = cloud.ids.guid();
    const redeem = () => {
      const { nonce, withAuthTime, redirectType, scope: consented } = record;
      // What the user saw when asked counts, whatever is asked for now.
      const offline = wantsRefresh(consented);
      return continueSignIn(cloud, exchange, request, {
        ...{ signedIn: record, scope },
        ...(nonce !== undefined && { nonce }),
        ...(withAuthTime !== undefined && { withAuthTime }),
        ...(offline && { refresh: { scope: consented, familyId, spa: redirectType === 'spa' } }),
      });
    };
    const claimed = changeRecord(cloud, 'codes', keyOf(code), (now) =>
      now === undefined || now.redeemedFamily ? undefined : { ...now, redeemedFamily: familyId },
    );
    if (typeof claimed === 'boolean') return redeem();
    return claimed.then((isFirst) => {
      if (isFirst) return redeem();
      const now = cloud.state.codes.get(keyOf(code)) ?? record;
      return { refused: judgeCode(cloud, exchange, request, now) ?? { code: 54005 } };
    });
  },
};

function wantsRefresh(scope: string): boolean {
  return scope.toLowerCase().split(' ').includes('offline_access');
}

function judgeCode(
  cloud: Cloud,
  exchange: Exchange,
  { form, application, proof }: TokenRequest,
  record: CodeRecord,
): Refusal | undefined {
  if (record.redeemedFamily !== undefined) {
    revokeRedeemed(cloud, record);
    return { code: 54005 };
  }
  if (cloud.clock.nowMs() >= record.expiresMs) return { code: 70008 };
  return (
    judgeOrigin(exchange, application, record.redirectType) ??
    judgeClientProof(record, proof) ??
    (form.get('redirect_uri') === record.redirectUri ? undefined : { code: 500112 }) ??
    judgeProof(record, form.get('code_verifier'))
  );
}

/** The kind of address decides, not the application: one can have all three. */
function judgeClientProof(
  { redirectType }: CodeRecord,
  proof: TokenRequest['proof'],
): Refusal | undefined {
  if (redirectType === 'web') return proof === '0' ? { code: 7000218 } : undefined;
  return proof === '0' ? undefined : { code: 700025 };
}
