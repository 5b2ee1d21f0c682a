/**
 * What the cloud remembers of wrong passwords, by user and kind of place. A place is familiar when
 * the user has signed in from its address before: an assumption, the real rule is not published.
 */
import type { Cloud } from '../cloud.ts';
import { changeRecord } from '../shared/change-record.ts';
import type { User } from '../tenant/tenant.ts';
import { judgeLockout, type LockoutPolicy, withFailure } from './smart-lockout.ts';

type Remembering = Pick<Cloud, 'state' | 'clock' | 'timings' | 'settings' | 'sharing'>;

/** How many addresses of a user are familiar at a time: the lab's choice. */
const ADDRESSES_MAX = 20;

export function isLockedOut(cloud: Remembering, user: User, ipAddress: string): boolean {
  const lockout = cloud.state.lockouts.get(keyOf(cloud, user, ipAddress));
  return judgeLockout(lockout, cloud.clock.nowMs()) === 'locked';
}

/** `wrongDigest` only where the cloud itself compared the password. */
export function noteWrongPassword(
  cloud: Remembering,
  user: User,
  ipAddress: string,
  wrongDigest?: string,
): void {
  const key = keyOf(cloud, user, ipAddress);
  void changeRecord(cloud, 'lockouts', key, (lockout) =>
    withFailure(lockout, policyOf(cloud), cloud.clock.nowMs(), wrongDigest),
  );
}

/** What an administrator has set counts before the lab's numbers. */
function policyOf({ timings, settings }: Remembering): LockoutPolicy {
  const { smartLockout } = settings();
  if (smartLockout === undefined) return timings;
  const { threshold, durationMs } = smartLockout;
  return { ...timings, smartLockoutThreshold: threshold, smartLockoutDurationMs: durationMs };
}

/** The address is familiar from now on; strangers' failures elsewhere stay counted. */
export function noteRightPassword(cloud: Remembering, user: User, ipAddress: string): void {
  const { lockouts, places } = cloud.state;
  const key = keyOf(cloud, user, ipAddress);
  if (lockouts.get(key) !== undefined) lockouts.delete(key);
  const known = places.get(user.id)?.addresses ?? [];
  if (known.includes(ipAddress)) return;
  places.set(user.id, { addresses: [...known, ipAddress].slice(-ADDRESSES_MAX) });
}

/** As when an administrator resets the password (ED-LOCK): every lock ends, nothing is counted. */
export function unlockUser({ state }: Pick<Cloud, 'state'>, userId: string): void {
  for (const place of ['familiar', 'unfamiliar']) state.lockouts.delete(`${userId}/${place}`);
}

function keyOf({ state }: Remembering, { id }: User, ipAddress: string): string {
  const familiar = state.places.get(id)?.addresses.includes(ipAddress) === true;
  return `${id}/${familiar ? 'familiar' : 'unfamiliar'}`;
}
