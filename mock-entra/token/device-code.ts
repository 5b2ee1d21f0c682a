/**
 * Device codes: made by their endpoint, answered by a person on the page that "authorize" shows,
 * redeemed by the token endpoint. The person knows the short code only, the device the long one.
 */
import type { Dice, HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { idHeaders, renderAadsts } from '../errors.ts';
import { type Exchange, NO_STORE, renderJson } from '../exchange.ts';
import { missing, parseForm } from '../parameters.ts';
import type { DeviceCodeRecord } from '../state/records.ts';
import { parseScope } from '../tenant/resources.ts';
import { withCors } from './cross-origin.ts';
import { findClient, segmentOf } from './find-client.ts';
import { createSecret, keyOf } from './secrets.ts';

export function answerDeviceCodeRequest(cloud: Cloud, exchange: Exchange): HttpResponse {
  const outcome = judgeDeviceRequest(cloud, exchange);
  const answer =
    'refused' in outcome
      ? renderAadsts(cloud, exchange, outcome.refused)
      : renderJson(createDeviceCode(cloud, exchange, outcome), {
          ...NO_STORE,
          ...idHeaders(exchange),
        });
  return withCors(cloud.tenant, exchange, answer);
}

function judgeDeviceRequest(cloud: Cloud, exchange: Exchange) {
  if (segmentOf(cloud, exchange) === 'unknown') return { refused: { code: 90002 } } as const;
  const form = parseForm(exchange.request);
  if ('code' in form) return { refused: form };
  const application = findClient(cloud, exchange, form.get('client_id'));
  if ('code' in application) return { refused: application };
  const scope = form.get('scope');
  if (scope === undefined) return { refused: missing('scope') };
  const parsed = parseScope(cloud.tenant, scope);
  if ('code' in parsed) return { refused: parsed };
  return { clientId: application.clientId, scope };
}

function createDeviceCode(
  cloud: Cloud,
  { origin }: Exchange,
  { clientId, scope }: Pick<DeviceCodeRecord, 'clientId' | 'scope'>,
) {
  const { state, timings, clock, ids } = cloud;
  const deviceCode = createSecret(ids, '0');
  const userCode = createUserCode(cloud);
  const intervalMs = timings.deviceCodePollIntervalMs;
  const expiresMs = clock.nowMs() + timings.deviceCodeLifetimeMs;
  state.deviceCodes.set(keyOf(deviceCode), { userCode, clientId, scope, expiresMs, intervalMs });
  const verificationUri = `${origin}/common/oauth2/deviceauth`;
  return {
    user_code: userCode,
    device_code: deviceCode,
    verification_uri: verificationUri,
    expires_in: Math.floor(timings.deviceCodeLifetimeMs / 1000),
    interval: Math.ceil(intervalMs / 1000),
    message: `Open ${verificationUri} in a browser and enter the code ${userCode} to sign in.`,
  };
}

/** Nine characters, as Entra's; none that are read for another one. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const USER_CODE_CHARS = 9;

function createUserCode(cloud: Cloud): string {
  for (;;) {
    const userCode = drawUserCode(cloud.ids);
    if (findDeviceCode(cloud, userCode) === undefined) return userCode;
  }
}

function drawUserCode(ids: Dice): string {
  const chars = Array.from({ length: USER_CODE_CHARS }, () => ALPHABET[ids.below(ALPHABET.length)]);
  return chars.join('');
}

export type PendingDeviceCode = DeviceCodeRecord & { key: string };

/**
 * As a person types it: case and spaces do not count. Undefined for one that nobody made, that has
 * expired, or that was answered.
 */
export function findDeviceCode(
  { state, clock }: Pick<Cloud, 'state' | 'clock'>,
  typed: string,
): PendingDeviceCode | undefined {
  const userCode = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  const nowMs = clock.nowMs();
  for (const [key, record] of state.deviceCodes.entries()) {
    if (record.userCode !== userCode || record.answer !== undefined) continue;
    if (nowMs < record.expiresMs) return { ...record, key };
  }
  return undefined;
}

/** False if there is no such code to answer any more. */
export function answerDeviceCode(
  cloud: Pick<Cloud, 'state' | 'clock'>,
  typed: string,
  answer: NonNullable<DeviceCodeRecord['answer']>,
): boolean {
  const found = findDeviceCode(cloud, typed);
  if (found === undefined) return false;
  const { key, ...record } = found;
  cloud.state.deviceCodes.set(key, { ...record, answer });
  return true;
}
