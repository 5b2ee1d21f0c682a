/** The password is another one now: what rests on the old one ends, in every browser and app. */
import type { Cloud } from '../cloud.ts';
import { type RevocationReason, revokeFamilies } from '../token/refresh-families.ts';

export function revokeSignIns(
  { state }: Pick<Cloud, 'state'>,
  userId: string,
  reason: Exclude<RevocationReason, 'reuse-of-code'>,
): void {
  revokeFamilies({ state }, userId, reason);
  for (const [key, record] of state.sessions.entries()) {
    const accounts = record.accounts.filter((account) => account.userId !== userId);
    if (accounts.length === record.accounts.length) continue;
    const revokedUserIds = [...(record.revokedUserIds ?? []), userId];
    state.sessions.set(key, { ...record, accounts, revokedUserIds });
  }
}
