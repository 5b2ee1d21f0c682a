/**
 * The tenant as the cloud knows it. Users of Pass-through Authentication have no password here, not
 * even a digest: only an agent can say whether one is right.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../runtime/secret.ts';

export interface Tenant {
  readonly id: string;
  readonly name: string;
  /**
   * Managed domains, lower case; a PTA domain looks like any other managed one (fact sheet 4.1).
   */
  readonly domains: readonly string[];
  readonly applications: readonly Application[];
  readonly users: readonly User[];
  /** Tenant-wide, as in production (ED-QS); cloud-only users do not notice. */
  passThroughAuthentication: boolean;
}

export interface Application {
  readonly clientId: string;
  readonly displayName: string;
}

export interface User {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  /** Present for cloud-only users; absent means that the password lives on premises. */
  readonly cloudPassword?: CloudPassword;
  readonly roles?: readonly DirectoryRole[];
}

export type DirectoryRole = 'Global Administrator' | 'Hybrid Identity Administrator';

export interface CloudPassword {
  readonly salt: Uint8Array;
  readonly digest: Uint8Array;
}

/**
 * One hash round, not a slow one: the lab's accounts are seeded, and a slow hash would hide the
 * load.
 */
export function createCloudPassword(password: Secret, salt: Uint8Array): CloudPassword {
  return { salt, digest: digestOf(password, salt) };
}

export function isCloudPassword(password: Secret, known: CloudPassword): boolean {
  return timingSafeEqual(digestOf(password, known.salt), known.digest);
}

function digestOf(password: Secret, salt: Uint8Array): Uint8Array {
  return createHmac('sha256', salt).update(password.reveal(), 'utf8').digest();
}

/** UPNs are compared without case. */
export type UserIndex = ReadonlyMap<string, User>;

export function indexUsers({ users }: Tenant): UserIndex {
  return new Map(users.map((user) => [user.userPrincipalName.toLowerCase(), user]));
}

export function findUser(users: UserIndex, userPrincipalName: string): User | undefined {
  return users.get(userPrincipalName.trim().toLowerCase());
}

/** What stands where a tenant is expected in a URL. `shared` names no tenant of its own. */
export type TenantSegment = 'this' | 'organizations' | 'shared' | 'unknown';

export function judgeTenantSegment(tenant: Tenant, segment: string): TenantSegment {
  const name = segment.toLowerCase();
  if (name === tenant.id || tenant.domains.includes(name)) return 'this';
  if (name === 'organizations') return 'organizations';
  return name === 'common' || name === 'consumers' ? 'shared' : 'unknown';
}

export function domainOf(userPrincipalName: string): string {
  return userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase();
}
