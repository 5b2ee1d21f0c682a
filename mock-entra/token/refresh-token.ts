/**
 * Making refresh tokens. Each redemption gives a new one; the old one stays redeemable (ED-REFRESH:
 * it is not revoked when used), so losing an answer costs a client nothing.
 */
import type { Cloud } from '../cloud.ts';
import { changeRecord } from '../shared/change-record.ts';
import type { RefreshTokenRecord } from '../state/records.ts';
import { createSecret, keyOf } from './secrets.ts';

type Fresh = Omit<RefreshTokenRecord, 'expiresMs' | 'rotated'>;

/** `expiresMs` is given on for tokens of single-page applications: their end is fixed. */
export function createRefreshToken(
  cloud: Pick<Cloud, 'state' | 'ids' | 'clock' | 'timings' | 'sharing'>,
  record: Fresh,
  fixedEndMs?: number,
): string {
  const { state, ids, clock, timings } = cloud;
  const { familyId, userId } = record;
  const { refreshTokenLifetimeMs, refreshTokenSpaLifetimeMs } = timings;
  const lifetimeMs = record.spa ? refreshTokenSpaLifetimeMs : refreshTokenLifetimeMs;
  const token = createSecret(ids, '1');
  const expiresMs = fixedEndMs ?? clock.nowMs() + lifetimeMs;
  // One that was revoked before it had a member stays so.
  void changeRecord(cloud, 'families', familyId, (family) => (family ? undefined : { userId }));
  state.refreshTokens.set(keyOf(token), { ...record, expiresMs });
  return token;
}
