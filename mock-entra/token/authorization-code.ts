/** Authorization codes: made by the authorization endpoint, redeemed once by the token endpoint. */
import type { Cloud } from '../cloud.ts';
import type { CodeRecord } from '../state/records.ts';
import { createSecret, keyOf } from './secrets.ts';

export function createAuthorizationCode(
  { state, ids, clock, timings }: Pick<Cloud, 'state' | 'ids' | 'clock' | 'timings'>,
  record: Omit<CodeRecord, 'expiresMs' | 'redeemedFamily'>,
): string {
  const code = createSecret(ids, '0');
  const expiresMs = clock.nowMs() + timings.authorizationCodeLifetimeMs;
  state.codes.set(keyOf(code), { ...record, expiresMs });
  return code;
}
