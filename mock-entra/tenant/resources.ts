/**
 * What tokens are for, and what a `scope` asks for. Audiences are the real ones with the lab
 * suffix; of the real names only Graph's is taken too, because unmodified clients send it. The real
 * registration audience is refused: nothing here may pass for a token that registers a real agent.
 */
import { HOSTS, labHost, REGISTRATION_AUDIENCE } from '../../protocol/hosts.ts';

export interface Resource {
  readonly audience: string;
  readonly displayName: string;
  /** Other prefixes of scopes that mean it. */
  readonly aliases: readonly string[];
  /** What `.default` stands for: the permissions the lab's applications have consent for. */
  readonly permissions: readonly string[];
}

export const GRAPH: Resource = {
  audience: `https://${labHost(HOSTS.graph)}`,
  displayName: 'Microsoft Graph',
  aliases: [`https://${HOSTS.graph}`],
  permissions: ['AuditLog.Read.All', 'OnPremisesPublishingProfiles.ReadWrite.All', 'User.Read'],
};

export const REGISTRATION: Resource = {
  audience: REGISTRATION_AUDIENCE,
  displayName: 'Agent registration',
  aliases: [],
  permissions: ['user_impersonation'],
};

export interface AskedScope {
  resource: Resource;
  permissions: readonly string[];
  openId: boolean;
  /** For the answer: as asked, without what is not given. */
  granted: string;
}

const OPEN_ID_SCOPES = ['openid', 'profile', 'email', 'offline_access'];

/**
 * Undefined if a scope is unknown or two resources are mixed. No refresh tokens yet:
 * `offline_access` is ignored.
 */
export function parseScope(scope: string): AskedScope | undefined {
  const asked = scope.split(' ').filter((part) => part !== '');
  const parsed = asked.filter((part) => !OPEN_ID_SCOPES.includes(part)).map(parsePermission);
  const [first] = parsed;
  const resource = first === undefined ? GRAPH : first.resource;
  if (asked.length === 0 || resource === undefined) return undefined;
  if (parsed.some((part) => part.resource !== resource)) return undefined;
  const names = parsed.map(({ permission }) => permission);
  return {
    resource,
    permissions: names.includes('.default') ? resource.permissions : names,
    openId: asked.includes('openid'),
    granted: asked.filter((part) => part !== 'offline_access').join(' '),
  };
}

/** `User.Read` alone means Graph's. */
function parsePermission(part: string): { resource: Resource | undefined; permission: string } {
  const slash = part.lastIndexOf('/');
  const permission = part.slice(slash + 1);
  const prefix = part.slice(0, Math.max(slash, 0)).replace(/\/$/, '');
  const known = [GRAPH, REGISTRATION].find(
    ({ audience, aliases }) => prefix === audience || aliases.includes(prefix),
  );
  const named = /^[A-Za-z._]+$/.test(permission);
  return { resource: named ? (slash < 0 ? GRAPH : known) : undefined, permission };
}
