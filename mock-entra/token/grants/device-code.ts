/**
 * Polling for what a person does on another device (ED-DEVICE). Polling too fast has no error of
 * its own: Entra's documents list none. A code that was redeemed is not recognised any more.
 */
import { changeRecord } from '../../shared/change-record.ts';
import { parseScope } from '../../tenant/resources.ts';
import { judgePublicClient } from '../client-authentication.ts';
import { continueSignIn } from '../continue-sign-in.ts';
import type { Grant } from '../grant.ts';
import { keyOf } from '../secrets.ts';

export const deviceCode: Grant = {
  required: ['device_code'],
  judge(cloud, exchange, request) {
    const { form, application, proof } = request;
    const key = keyOf(form.get('device_code') ?? '');
    const record = cloud.state.deviceCodes.get(key);
    if (record === undefined || record.clientId !== application.clientId || record.redeemed) {
      return { refused: { code: 70018 } };
    }
    const refused = judgePublicClient(application, proof);
    if (refused !== undefined) return { refused };
    if (cloud.clock.nowMs() >= record.expiresMs) return { refused: { code: 70019 } };
    const { answer, scope: text } = record;
    if (answer === undefined) return { refused: { code: 70016 } };
    // The word is documented; that its code is 65004 is assumed.
    if (answer.kind === 'declined') {
      return { refused: { code: 65004, error: 'authorization_declined' } };
    }
    const scope = parseScope(cloud.tenant, text);
    if ('code' in scope) return { refused: scope };
    const redeem = () => {
      const familyId = cloud.ids.guid();
      return continueSignIn(cloud, exchange, request, {
        ...{ signedIn: answer.signedIn, scope },
        ...(scope.offline && { refresh: { scope: text, familyId, spa: false } }),
      });
    };
    const claimed = changeRecord(cloud, 'deviceCodes', key, (now) =>
      now === undefined || now.redeemed ? undefined : { ...now, redeemed: true },
    );
    if (typeof claimed === 'boolean') return redeem();
    return claimed.then((isFirst) => (isFirst ? redeem() : { refused: { code: 70018 } }));
  },
};
