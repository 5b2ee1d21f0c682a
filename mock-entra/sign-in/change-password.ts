/**
 * A person changes their own password at the sign-in page. In the cloud for cloud-only users; for
 * the others it is written back, if tenant and licence allow it, and the directory has the last
 * word. The password itself ends no session and no token: the change does (fact sheet 4.5).
 */
import type { AadstsCode } from '../../protocol/aadsts.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { Cloud } from '../cloud.ts';
import { createCloudPassword, isCloudPassword, type Tenant, type User } from '../tenant/tenant.ts';
import { isLockedOut, noteWrongPassword, unlockUser } from './lockouts.ts';
import { isGuessable, isWeak } from './password-rules.ts';
import { putCloudPassword } from './reset-password.ts';
import { revokeSignIns } from './revoke-sign-ins.ts';

export interface PasswordChange {
  user: User;
  oldPassword: Secret;
  newPassword: Secret;
  /** For smart lockout: guessing here is guessing too. */
  ipAddress?: string;
}

/** What the Connect server is asked to write, and what it answers. */
export interface Writeback {
  userPrincipalName: string;
  immutableId?: string;
  oldPassword: Secret;
  newPassword: Secret;
}

export type WritebackOutcome =
  | 'changed'
  | 'wrong-password'
  | 'too-simple'
  | 'locked-or-disabled'
  | 'not-allowed'
  | 'unreachable';

/** 0: changed. */
export async function changePassword(
  cloud: Cloud,
  change: PasswordChange,
): Promise<AadstsCode | 0> {
  const { user } = change;
  const code =
    user.cloudPassword === undefined
      ? await changeOnPremises(cloud, change)
      : changeInCloud(cloud, change);
  if (code !== 0) return code;
  // ED-LOCK: whoever changes the password is not locked out any longer.
  unlockUser(cloud, user.id);
  revokeSignIns(cloud, user.id, 'password-changed');
  return 0;
}

function changeInCloud(cloud: Cloud, change: PasswordChange): AadstsCode | 0 {
  const { user, oldPassword, newPassword, ipAddress = '' } = change;
  const { cloudPassword } = user;
  if (cloudPassword === undefined) return 50056;
  if (isLockedOut(cloud, user, ipAddress)) return 50053;
  if (!isCloudPassword(oldPassword, cloudPassword)) {
    const { digest } = createCloudPassword(oldPassword, cloudPassword.salt);
    noteWrongPassword(cloud, user, ipAddress, digest);
    return 120000;
  }
  // The old one again is as good as none: that this is 120002 is assumed.
  if (isWeak(newPassword) || isCloudPassword(newPassword, cloudPassword)) return 120002;
  if (isGuessable(newPassword, cloud.tenant, user)) return 120018;
  putCloudPassword(cloud, user, newPassword);
  return 0;
}

async function changeOnPremises(cloud: Cloud, change: PasswordChange): Promise<AadstsCode | 0> {
  const { user, oldPassword, newPassword, ipAddress = '' } = change;
  if (!mayWriteBack(cloud.tenant, user)) return 120012;
  if (isLockedOut(cloud, user, ipAddress)) return 50053;
  if (isGuessable(newPassword, cloud.tenant, user)) return 120018;
  if (cloud.writeback === undefined) return 120013;
  const outcome = await cloud.writeback({
    userPrincipalName: user.onPremisesUserPrincipalName ?? user.userPrincipalName,
    ...(user.immutableId !== undefined && { immutableId: user.immutableId }),
    oldPassword,
    newPassword,
  });
  const code = AFTER_WRITEBACK[outcome];
  if (code === 120000) noteWrongPassword(cloud, user, ipAddress);
  return code;
}

const AFTER_WRITEBACK: Readonly<Record<WritebackOutcome, AadstsCode | 0>> = {
  changed: 0,
  'wrong-password': 120000,
  'too-simple': 120004,
  'locked-or-disabled': 120014,
  'not-allowed': 120015,
  unreachable: 120013,
};

/** Writeback has to be set up, and the user has to have a licence for it (ED-FAQ). */
function mayWriteBack(tenant: Tenant, { licensed = true }: User): boolean {
  return tenant.passwordWriteback && tenant.licence !== 'none' && licensed;
}

/** What a person whose password has expired reads, and whether there is a form under it. */
export function describeExpiredPassword(
  { tenant }: Pick<Cloud, 'tenant'>,
  user: User,
): { changeable: boolean; text: string } {
  const changeable = user.cloudPassword !== undefined || mayWriteBack(tenant, user);
  return { changeable, text: changeable ? CHANGE_HERE : CHANGE_ELSEWHERE };
}

const CHANGE_HERE = 'Your password has expired. Choose a new one to go on.';
const CHANGE_ELSEWHERE =
  'Your password has expired, and your organisation does not let you change it here. Change it ' +
  'the way your organisation tells you to, or ask your administrator.';
