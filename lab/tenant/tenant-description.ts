/**
 * A tenant as a person describes it: the words of a tenant file, exactly as `tenant.schema.json`
 * admits them. Whatever is left out comes from the seed: the same description and seed give the
 * same tenant. Times are ISO 8601 text here and milliseconds everywhere else.
 */
import type { RedirectType } from '../../mock-entra/tenant/application.ts';
import type { AccessPolicy } from '../../mock-entra/tenant/policy.ts';
import type { DirectoryRole, Federation, Licence } from '../../mock-entra/tenant/tenant.ts';
import type { UserGroup } from '../timeline.ts';

/** The resource that every tenant has. */
export const GRAPH_NAME = 'graph';
/** The lab's own client; a description may say more about it. */
export const PROBE_NAME = 'probe';

export interface TenantDescription {
  /** Default: from the seed. */
  id?: string;
  /** First label of the initial domain. */
  name: string;
  displayName?: string;
  /** Default 2020-01-01. */
  created?: string;
  /** Default `P1`. */
  licence?: Licence;
  /** Default false. */
  passwordWriteback?: boolean;
  settings?: SettingsDescription;
  smartLockout?: SmartLockoutDescription;
  /** The first one is the initial domain. Default: `{name}.example`, managed. */
  domains?: readonly DomainDescription[];
  users?: readonly UserDescription[];
  generate?: GenerateDescription;
  /** By name; the lab's own `probe` joins them. */
  applications?: Readonly<Record<string, ApplicationDescription>>;
  policies?: readonly PolicyDescription[];
}

export interface SettingsDescription {
  /** Of all managed domains. Default `pass-through`. */
  signInMethod?: 'pass-through' | 'password-hash';
  /** Hashes are synchronised as well. Default: as the sign-in method needs it. */
  passwordHashSync?: boolean;
  /** `SynchronizeUpnForManagedUsers`. Default true. */
  synchronizeUpn?: boolean;
}

/** Defaults: `protocol/timing-rows-sign-in.ts`. */
export interface SmartLockoutDescription {
  threshold?: number;
  durationSeconds?: number;
  growthFactor?: number;
}

export interface DomainDescription {
  name: string;
  /** Default: managed. */
  federation?: Partial<Federation> & Pick<Federation, 'passiveUrl'>;
}

export interface UserDescription {
  userName: string;
  /** Name among the lab's accounts. Default: the part before the @. */
  kind?: string;
  id?: string;
  password?: string;
  displayName?: string;
  givenName?: string;
  surname?: string;
  mail?: string;
  /** Where the account lives. Default `directory`. */
  source?: 'directory' | 'cloud';
  /** Its name on premises if that is another one (Alternate ID). */
  onPremisesUserName?: string;
  immutableId?: string;
  /** Default true; false is disabled on premises too. */
  enabled?: boolean;
  /** Default true. */
  licensed?: boolean;
  roles?: readonly DirectoryRole[];
  groups?: readonly string[];
  /** Wherever the password is. Absent: never. */
  passwordExpires?: string;
  secondFactor?: { totpSecret?: 'generate' | (string & {}); numberMatching?: boolean };
  directory?: DirectoryDescription;
  /** Makes background sign-ins of this group. Default: none. */
  traffic?: UserGroup;
}

/** Rules of the account on premises, beside those that the cloud knows. */
export interface DirectoryDescription {
  disabled?: boolean;
  accountExpires?: string;
  mustChangePassword?: boolean;
  /** 0 is Sunday 00:00–00:59 UTC, 167 Saturday 23:00–23:59. */
  logonHours?: readonly number[];
  workstations?: readonly string[];
  /** True: until an administrator ends it. */
  locked?: boolean | string;
}

export interface GenerateDescription {
  count: number;
  /** Default: the initial domain. */
  domain?: string;
  /** The same for all of them. Default: one each, from the seed. */
  password?: string;
}

export interface ApplicationDescription {
  clientId?: string;
  displayName?: string;
  redirectUris?: Partial<Record<RedirectType, readonly string[]>>;
  /** Password grant and device code. Default: true with native redirect URIs. */
  publicClient?: boolean;
  secrets?: readonly { value?: string; expires?: string }[];
  certificates?: readonly ({ pem: string } | { generate: true })[];
  requiredPermissions?: readonly PermissionDescription[];
  /** Default true. */
  adminConsent?: boolean;
  frontChannelLogoutUrl?: string;
  /** Default false. */
  idTokenFromAuthorize?: boolean;
  /** Default false. */
  multiTenant?: boolean;
  exposes?: ExposedDescription;
}

export interface PermissionDescription {
  /** `graph`, or the name of another application of this tenant. */
  resource: string;
  scopes?: readonly string[];
  roles?: readonly string[];
}

export interface ExposedDescription {
  /** Default `api://{clientId}`. */
  identifierUri?: string;
  scopes?: readonly string[];
  roles?: readonly string[];
  /** Default 2. */
  accessTokenVersion?: 1 | 2;
}

export interface PolicyDescription {
  name: string;
  /** User names, roles or `*`. */
  users: readonly string[];
  excludedUsers?: readonly string[];
  /** Names of this tenant's applications, `graph` or `*`. Default: `*`. */
  applications?: readonly string[];
  from?: { notAddresses: readonly string[] };
  require: AccessPolicy['require'];
}

export function domainsOf({ name, domains }: TenantDescription): readonly DomainDescription[] {
  return domains ?? [{ name: `${name}.example` }];
}
