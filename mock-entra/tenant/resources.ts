/**
 * What tokens are for, and what a `scope` asks for. Audiences are the real ones with the lab
 * suffix; of the real names only Graph's is taken too, because unmodified clients send it. The real
 * registration audience is refused: nothing here may pass for a token that registers a real agent.
 */
import { HOSTS, labHost, REGISTRATION_AUDIENCE } from '../../protocol/hosts.ts';
import type { Refusal } from '../errors.ts';
import { isGuid } from '../guid.ts';
import type { Application } from './application.ts';
import type { Tenant } from './tenant.ts';

export interface Resource {
  readonly audience: string;
  readonly displayName: string;
  /** Other prefixes of scopes that mean it. */
  readonly aliases: readonly string[];
  /** Delegated permissions. */
  readonly permissions: readonly string[];
  /** Format of access tokens for it. */
  readonly accessTokenVersion: 1 | 2;
  /** Takes names that it does not list: the lab does not know all of Graph's permissions. */
  readonly open: boolean;
  /** Client id of the application behind it, if it is one of the tenant's. */
  readonly clientId?: string;
}

export const GRAPH: Resource = {
  audience: `https://${labHost(HOSTS.graph)}`,
  displayName: 'Microsoft Graph',
  aliases: [`https://${HOSTS.graph}`],
  permissions: [
    'Application.Read.All',
    'AuditLog.Read.All',
    'Directory.Read.All',
    'Domain.Read.All',
    'OnPremDirectorySynchronization.ReadWrite.All',
    'OnPremisesPublishingProfiles.ReadWrite.All',
    'Organization.Read.All',
    'User.Read',
    'User.Read.All',
  ],
  accessTokenVersion: 1,
  open: true,
};

export const REGISTRATION: Resource = {
  audience: REGISTRATION_AUDIENCE,
  displayName: 'Agent registration',
  aliases: [],
  permissions: ['user_impersonation'],
  accessTokenVersion: 1,
  open: false,
};

export interface AskedScope {
  resource: Resource;
  /** In the resource's own spelling. Empty for `.default`: see `permissionsOf`. */
  permissions: readonly string[];
  /** `{resource}/.default`: what the application's registration says. */
  isDefault: boolean;
  openId: boolean;
  /** `offline_access`: with a refresh token. */
  offline: boolean;
  /** Of `openid`, `profile`, `email`, `offline_access`, those asked for. */
  openIdScopes: readonly string[];
  /** What stood before the permissions, with its slash; empty for Graph's short names. */
  prefix: string;
  /** For the answer: as asked, without `offline_access`, which Entra leaves out. */
  granted: string;
}

const OPEN_ID_SCOPES = ['openid', 'profile', 'email', 'offline_access'];
const DEFAULT = '.default';

/**
 * 70011: malformed, empty, two resources at once, `.default` beside other permissions; 500011: a
 * resource that the tenant does not have; 650053: a permission that the resource does not have.
 */
export function parseScope(tenant: Tenant, scope: string): AskedScope | Refusal {
  const parts = scope.split(' ').filter((part) => part !== '');
  const openIdScopes: string[] = [];
  const asked: Asked[] = [];
  for (const part of parts) {
    if (OPEN_ID_SCOPES.includes(part.toLowerCase())) openIdScopes.push(part.toLowerCase());
    else asked.push(parsePermission(tenant, part));
  }
  if (parts.length === 0) return { code: 70011 };
  const [first = { resource: GRAPH, prefix: '', permission: '' }] = asked;
  const { resource, prefix } = first;
  if (resource === undefined) return { code: 500011 };
  if (asked.some((other) => other.resource !== resource)) return { code: 70011 };
  const names = asked.map(({ permission }) => spell(resource, permission));
  const permissions = names.filter((name) => name !== undefined);
  if (permissions.length < names.length) return { code: resource.open ? 70011 : 650053 };
  const isDefault = permissions.includes(DEFAULT);
  if (isDefault && permissions.length > 1) return { code: 70011 };
  return {
    ...{ resource, isDefault, openIdScopes, prefix },
    permissions: isDefault ? [] : permissions,
    openId: openIdScopes.includes('openid'),
    offline: openIdScopes.includes('offline_access'),
    granted: [
      ...openIdScopes.filter((name) => name !== 'offline_access'),
      ...permissions.map((name) => `${prefix}${name}`),
    ].join(' '),
  };
}

interface Asked {
  resource: Resource | undefined;
  prefix: string;
  permission: string;
}

/** `User.Read` alone means Graph's; a client id alone means everything of that application. */
function parsePermission(tenant: Tenant, part: string): Asked {
  const slash = part.lastIndexOf('/');
  if (slash >= 0) {
    const name = part.slice(0, slash);
    const permission = part.slice(slash + 1);
    return { resource: findResource(tenant, name), prefix: `${name}/`, permission };
  }
  const itself = isGuid(part) ? findResource(tenant, part) : undefined;
  return itself
    ? { resource: itself, prefix: `${part}/`, permission: DEFAULT }
    : { resource: GRAPH, prefix: '', permission: part };
}

/** Those of Graph name what and how, with a dot between. */
const PERMISSION = /^(?=.{3,120}$)[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+$/;

/** Names are compared without case; the answer has the resource's spelling. */
function spell({ permissions, open }: Resource, name: string): string | undefined {
  const lower = name.toLowerCase();
  if (lower === DEFAULT || lower === '') return lower === '' ? undefined : DEFAULT;
  const known = permissions.find((permission) => permission.toLowerCase() === lower);
  return known ?? (open && PERMISSION.test(name) ? name : undefined);
}

/** By audience, alias, identifier URI or client id. */
function findResource(tenant: Tenant, name: string): Resource | undefined {
  const wanted = name.replace(/\/$/, '').toLowerCase();
  const builtIn = [GRAPH, REGISTRATION].find(
    ({ audience, aliases }) => wanted === audience || aliases.includes(wanted),
  );
  if (builtIn !== undefined) return builtIn;
  const owner = tenant.applications.find(
    ({ clientId, exposes }) =>
      wanted === clientId.toLowerCase() || wanted === exposes?.identifierUri.toLowerCase(),
  );
  return owner && resourceOf(owner);
}

const made = new WeakMap<Application, Resource>();

/** One object per application, so that resources can be compared. */
function resourceOf(application: Application): Resource {
  const known = made.get(application);
  if (known !== undefined) return known;
  const { clientId, displayName, exposes } = application;
  const resource: Resource = {
    ...{ clientId, displayName },
    audience: exposes?.accessTokenVersion === 1 ? exposes.identifierUri : clientId,
    aliases: [clientId, ...(exposes ? [exposes.identifierUri] : [])],
    permissions: exposes?.scopes ?? [],
    accessTokenVersion: exposes?.accessTokenVersion ?? 2,
    open: false,
  };
  made.set(application, resource);
  return resource;
}

/** Application permissions (roles) of the registration; they count once an administrator agreed. */
export function rolesOf(tenant: Tenant, application: Application, resource: Resource) {
  if (!application.adminConsent) return [];
  return requiredOf(tenant, application, resource).flatMap(({ roles }) => roles);
}

/**
 * The delegated permissions of a token. An application that lists none at all and has an
 * administrator's consent may do everything: the lab's own probes are registered like that.
 */
export function permissionsOf(
  tenant: Tenant,
  application: Application,
  { resource, permissions, isDefault }: AskedScope,
): readonly string[] {
  if (!isDefault) return permissions;
  if (application.requiredPermissions.length === 0 && application.adminConsent) {
    return resource.permissions;
  }
  return requiredOf(tenant, application, resource).flatMap(({ scopes }) => scopes);
}

export function requiredOf(
  tenant: Tenant,
  { requiredPermissions }: Application,
  resource: Resource,
): Application['requiredPermissions'] {
  return requiredPermissions.filter((one) => findResource(tenant, one.resource) === resource);
}
