/**
 * An administrator gives a cloud-only user a new password, as in the admin center. The rules for
 * passwords that people choose are not asked; passwords on premises are the directory's.
 */
import type { Secret } from '../../runtime/secret.ts';
import type { Cloud } from '../cloud.ts';
import { createCloudPassword, type User } from '../tenant/tenant.ts';
import { unlockUser } from './lockouts.ts';
import { revokeSignIns } from './revoke-sign-ins.ts';

/** False, and nothing was done, if the password is not in the cloud. */
export function resetPassword(
  cloud: Pick<Cloud, 'users' | 'state' | 'ids'>,
  user: User,
  password: Secret,
): boolean {
  if (user.cloudPassword === undefined) return false;
  putCloudPassword(cloud, user, password);
  // ED-LOCK: resetting the password ends every lock.
  unlockUser(cloud, user.id);
  revokeSignIns(cloud, user.id, 'administrator');
  return true;
}

/** A new password is young: an expiry that was set does not count for it. */
export function putCloudPassword(
  { users, ids }: Pick<Cloud, 'users' | 'ids'>,
  { passwordExpiresMs: _old, ...user }: User,
  password: Secret,
): void {
  const salt = Buffer.from(ids.bytes(16)).toString('hex');
  users.put({ ...user, cloudPassword: createCloudPassword(password, salt) });
}
