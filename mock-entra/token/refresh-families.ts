/**
 * Refresh tokens that descend from one sign-in are a family: whoever revokes one revokes all. A
 * family without a record was dropped as the oldest of too many and counts as revoked.
 */
import type { Cloud } from '../cloud.ts';
import { changeRecord } from '../shared/change-record.ts';
import type { CodeRecord, FamilyRecord } from '../state/records.ts';

export type RevocationReason = NonNullable<FamilyRecord['revoked']>;

type Remembering = Pick<Cloud, 'state'>;

/** All of a user's, at every application. A family that is revoked already keeps its reason. */
export function revokeFamilies({ state }: Remembering, userId: string, reason: RevocationReason) {
  const own = [...state.families.entries()].filter(([, family]) => family.userId === userId);
  for (const [familyId] of own) revokeFamily({ state }, familyId, reason);
}

function revokeFamily({ state }: Remembering, familyId: string, reason: RevocationReason): void {
  const family = state.families.get(familyId);
  if (family === undefined || family.revoked !== undefined) return;
  state.families.set(familyId, { ...family, revoked: reason });
}

/**
 * What a code that comes again has given. With other replicas its family may still be on its way:
 * whoever makes it then finds it revoked.
 */
export function revokeRedeemed(
  cloud: Pick<Cloud, 'state' | 'sharing'>,
  { redeemedFamily: familyId, userId }: Pick<CodeRecord, 'redeemedFamily' | 'userId'>,
): void {
  if (familyId === undefined) return;
  const coming = cloud.sharing && { userId };
  void changeRecord(cloud, 'families', familyId, (family: FamilyRecord | undefined = coming) =>
    family && !family.revoked ? { ...family, revoked: 'reuse-of-code' } : undefined,
  );
}
