/**
 * The tenant as the cloud knows it. Users whose password is checked by agents have none here, not
 * even a digest, unless password hash synchronisation put one there. What changes while the tenant
 * lives (users, settings, consents) is in `state/`; this is what it was made from.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ROLE_TEMPLATES } from '../../protocol/directory-roles.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { SettingsRecord } from '../state/records.ts';
import type { Application } from './application.ts';
import type { AccessPolicy } from './policy.ts';

export type Licence = 'none' | 'P1' | 'P2';

export interface Tenant {
  readonly id: string;
  /** First label of its initial domain, for example `contoso`. */
  readonly name: string;
  readonly displayName: string;
  /** Tenants from before 15 June 2015 do not take over a changed UPN unless told to. */
  readonly createdMs: number;
  readonly domains: readonly Domain[];
  readonly applications: readonly Application[];
  readonly policies: readonly AccessPolicy[];
  /**
   * Of the tenant: decides on sign-in log, lockout settings, and password change with writeback.
   */
  readonly licence: Licence;
  /** A password changed in the cloud is written to Active Directory. */
  readonly passwordWriteback: boolean;
  /** Where the tenant starts; from then on `state.settings` counts. */
  readonly settings: Readonly<SettingsRecord>;
}

/** A PTA domain looks like any other managed one (fact sheet 4.1). */
export type Domain = {
  readonly name: string;
} /** `convertedMs`: when it ceased to be federated, if it ever was. */ & (
  | { readonly kind: 'managed'; readonly convertedMs?: number }
  | { readonly kind: 'federated'; readonly federation: Federation }
);

/** Redirect only: there is no federation service behind these addresses. */
export interface Federation {
  readonly passiveUrl: string;
  readonly activeUrl: string;
  readonly metadataUrl: string;
  readonly brand: string;
}

export interface User {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly givenName?: string;
  readonly surname?: string;
  readonly mail?: string;
  /** Default true. */
  readonly accountEnabled?: boolean;
  /** Present for cloud-only users; absent means that the account comes from on premises. */
  readonly cloudPassword?: CloudPassword;
  /** Of the password in the cloud. Absent: never. */
  readonly passwordExpiresMs?: number;
  /** Put there by password hash synchronisation; stays when that is switched off (ED-FAQ). */
  readonly syncedPassword?: CloudPassword;
  /** What ties the user to an account on premises, whatever both are called. */
  readonly immutableId?: string;
  /** The name on premises where the cloud's is another one (Alternate ID); agents are told this. */
  readonly onPremisesUserPrincipalName?: string;
  /** May use what the tenant's licence pays for. Default true. */
  readonly licensed?: boolean;
  readonly roles?: readonly DirectoryRole[];
  readonly groups?: readonly string[];
  readonly secondFactor?: SecondFactor;
}

/** `totpSecret` is base32. Number matching is approved through the lab's control API. */
export interface SecondFactor {
  readonly totpSecret?: string;
  readonly numberMatching?: boolean;
}

export type DirectoryRole = keyof typeof ROLE_TEMPLATES;

/** As the embedded directory keeps them, so that synchronisation can carry one over unread. */
export interface CloudPassword {
  readonly salt: string;
  /** HMAC-SHA-256 of the password under the salt, hexadecimal. */
  readonly digest: string;
}

/**
 * One hash round, not a slow one: the lab's accounts are seeded, and a slow hash would hide the
 * load.
 */
export function createCloudPassword(password: Secret, salt: string): CloudPassword {
  return { salt, digest: digestOf(password, salt) };
}

export function isCloudPassword(password: Secret, known: CloudPassword): boolean {
  const digest = Buffer.from(digestOf(password, known.salt));
  return (
    digest.length === known.digest.length && timingSafeEqual(digest, Buffer.from(known.digest))
  );
}

function digestOf(password: Secret, salt: string): string {
  return createHmac('sha256', salt).update(password.reveal(), 'utf8').digest('hex');
}

/** What stands where a tenant is expected in a URL. `shared` names no tenant of its own. */
export type TenantSegment = 'this' | 'organizations' | 'shared' | 'unknown';

export function judgeTenantSegment(tenant: Tenant, segment: string): TenantSegment {
  const name = segment.toLowerCase();
  if (name === tenant.id || findDomain(tenant, name) !== undefined) return 'this';
  if (name === 'organizations') return 'organizations';
  return name === 'common' || name === 'consumers' ? 'shared' : 'unknown';
}

export function findDomain({ domains }: Tenant, name: string): Domain | undefined {
  return domains.find((domain) => domain.name === name.toLowerCase());
}

export function domainOf(userPrincipalName: string): string {
  return userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase();
}
