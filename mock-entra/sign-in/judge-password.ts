/**
 * Is this the password of that user, and who says so? Every way of signing in comes through here:
 * password grant, sign-in page, device code. PTA never falls back to a synchronised hash by itself.
 *
 *     known? ─▶ managed? ─▶ enabled? ─▶ locked? ─▶ cloud password │ agent │ synchronised hash
 *     50034      50126       50057       50053       50055, 50126   80001…   50056, 50126
 */
import type { AadstsCode } from '../../protocol/aadsts.ts';
import { PASSWORD_CHANGE_URL } from '../../protocol/hosts.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { ValidationOutcome } from '../agents/hand-offs.ts';
import type { Cloud } from '../cloud.ts';
import {
  type CloudPassword,
  createCloudPassword,
  domainOf,
  findDomain,
  isCloudPassword,
  type Tenant,
  type User,
} from '../tenant/tenant.ts';
import { isLockedOut, noteRightPassword, noteWrongPassword } from './lockouts.ts';
import type { PasswordMethod } from './sign-in-log.ts';

export interface PasswordAttempt {
  /** Absent if the tenant has nobody of that name. */
  user: User | undefined;
  password: Secret;
  /** Where it came from: smart lockout counts familiar and unfamiliar places apart. */
  ipAddress: string;
}

export type PasswordVerdict = Omit<ValidationOutcome, 'code'> & {
  /** Who judged: `none` when the attempt was refused before anybody looked. */
  method: PasswordMethod;
  /** With 50055: where the person changes it. */
  passwordChangeUrl?: string;
} & ({ code: 0; user: User } | { code: AadstsCode });

export async function judgePassword(
  cloud: Cloud,
  { user, password, ipAddress }: PasswordAttempt,
): Promise<PasswordVerdict> {
  if (user === undefined) return { code: 50034, method: 'none' };
  const refused = judgeAccount(cloud.tenant, user);
  if (refused !== undefined) return { ...refused, method: 'none' };
  // Whoever is locked is told so before anybody looks at the password, agents included.
  if (isLockedOut(cloud, user, ipAddress)) return { code: 50053, method: 'none' };
  const method = methodFor(user, cloud.settings().passThroughAuthentication);
  const { code, wrongDigest, ...rest } = await judgeBy(cloud, method, user, password);
  if (code === 50126) noteWrongPassword(cloud, user, ipAddress, wrongDigest);
  if (code !== 0) return { ...rest, code, method };
  noteRightPassword(cloud, user, ipAddress);
  return { ...rest, code, user, method };
}

/**
 * What is known of the account without its password. No source gives the order of these: that a
 * disabled account is named before the password is looked at (and no agent asked), and the code of
 * a federated user, are assumed.
 */
function judgeAccount(tenant: Tenant, user: User): Refused | undefined {
  if (isFederated(tenant, user)) return { code: 50126, note: FEDERATED };
  return user.accountEnabled === false ? { code: 50057 } : undefined;
}

const FEDERATED = 'The domain is federated: its passwords are not known here.';

export function isFederated(tenant: Tenant, { userPrincipalName }: User): boolean {
  return findDomain(tenant, domainOf(userPrincipalName))?.kind === 'federated';
}

/**
 * PTA is for all managed domains at once; cloud-only users are not affected (ED-QS). What was
 * synchronised earlier is there to be used as soon as PTA is off, whether or not synchronisation
 * still is on.
 */
export function methodFor(user: User, passThrough: boolean): Exclude<PasswordMethod, 'none'> {
  if (user.cloudPassword !== undefined) return 'cloud';
  return passThrough ? 'pass-through' : 'synchronised';
}

interface Refused {
  code: AadstsCode;
  note?: string;
}

interface Judged extends ValidationOutcome {
  /** Of a wrong password that the cloud compared itself. */
  wrongDigest?: string;
  passwordChangeUrl?: string;
}

async function judgeBy(
  cloud: Cloud,
  method: Exclude<PasswordMethod, 'none'>,
  user: User,
  password: Secret,
): Promise<Judged> {
  switch (method) {
    case 'pass-through':
      return cloud.validation.validate(
        user.onPremisesUserPrincipalName ?? user.userPrincipalName,
        password,
      );
    case 'cloud':
      return withExpiry(compare(password, user.cloudPassword), user, cloud.clock.nowMs());
    case 'synchronised':
      // Neither the password's nor the account's expiry on premises is synchronised (ED-PHS).
      return compare(password, user.syncedPassword);
    default:
      return method satisfies never;
  }
}

function compare(password: Secret, known: CloudPassword | undefined): Judged {
  if (known === undefined) return { code: 50056 };
  if (isCloudPassword(password, known)) return { code: 0 };
  return { code: 50126, wrongDigest: createCloudPassword(password, known.salt).digest };
}

/** Only who knows the password learns that it has expired. */
function withExpiry(judged: Judged, { passwordExpiresMs }: User, nowMs: number): Judged {
  const expired = passwordExpiresMs !== undefined && nowMs >= passwordExpiresMs;
  return judged.code === 0 && expired
    ? { code: 50055, passwordChangeUrl: PASSWORD_CHANGE_URL }
    : judged;
}
