/**
 * Puts tokens together once everything has been decided. Both signatures run at once: they are what
 * a sign-in costs the cloud, beside one seal per agent.
 */
import type { Cloud } from '../cloud.ts';
import type { Exchange } from '../exchange.ts';
import type { SignedIn } from '../state/records.ts';
import type { Application } from '../tenant/application.ts';
import { type AskedScope, GRAPH, permissionsOf, rolesOf } from '../tenant/resources.ts';
import type { User } from '../tenant/tenant.ts';
import { type ClientProof, renderApplicationAccess, renderUserAccess } from './access-token.ts';
import { frameTokens, type IdTokenSubject, lifetimeSeconds, renderIdToken } from './claims.ts';

export interface Issue {
  application: Application;
  clientProof: ClientProof;
  scope: AskedScope;
  /** Absent for client credentials: the application itself is the subject. */
  user?: User;
  signedIn?: Pick<SignedIn, 'authenticatedMs' | 'methods'> & { sessionId?: string };
  nonce?: string;
  withAuthTime?: boolean;
  clientInfo: boolean;
  /** Names the access token in the sign-in log. */
  uti: string;
  refreshToken?: string;
}

type Answered = Readonly<Record<string, unknown>>;

/** The body of a successful answer of the token endpoint. */
export function issueTokens(
  cloud: Cloud,
  exchange: Pick<Exchange, 'origin' | 'client'>,
  issue: Issue,
): Promise<Answered> {
  return issue.user === undefined
    ? issueForApplication(cloud, exchange, issue)
    : issueForUser(cloud, exchange, { ...issue, user: issue.user });
}

async function issueForUser(
  cloud: Cloud,
  exchange: Pick<Exchange, 'origin' | 'client'>,
  issue: IssueToUser,
): Promise<Answered> {
  const { signer, tenant } = cloud;
  const { user, application, scope, uti, refreshToken, clientInfo, signedIn } = issue;
  const { resource, openIdScopes } = scope;
  const frame = frameTokens(cloud, exchange, application);
  const permissions = permissionsOf(tenant, application, scope);
  const ofOpenId = openIdScopes.filter((name) => name !== 'offline_access');
  const sessionId = signedIn?.sessionId;
  const access = renderUserAccess(frame, {
    ...{ resource, user, uti, clientProof: issue.clientProof },
    scopes: resource === GRAPH ? [...permissions, ...ofOpenId] : permissions,
    methods: signedIn?.methods ?? [],
    ...(sessionId !== undefined && { sessionId }),
  });
  const [accessToken, idToken] = await Promise.all([
    signer.sign(access, resource.accessTokenVersion === 1 ? 'v1' : 'v2'),
    scope.openId ? signer.sign(renderIdToken(frame, idSubjectOf(issue))) : undefined,
  ]);
  return {
    token_type: 'Bearer',
    scope: grantedScope(scope, permissions),
    ...lifetimes(cloud),
    access_token: accessToken,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...(idToken !== undefined && { id_token: idToken }),
    ...(clientInfo && { client_info: renderClientInfo(user.id, tenant.id) }),
  };
}

function idSubjectOf({ user, scope, nonce, signedIn, withAuthTime = false }: IssueToUser) {
  const subject: IdTokenSubject = {
    user,
    openIdScopes: scope.openIdScopes,
    ...(nonce !== undefined && { nonce }),
    ...(signedIn?.sessionId !== undefined && { sessionId: signedIn.sessionId }),
    ...(withAuthTime && signedIn && { authenticatedMs: signedIn.authenticatedMs }),
  };
  return subject;
}

type IssueToUser = Issue & { user: User };

/** ED-CC: token_type, expires_in, access_token; neither scope nor any other token. */
async function issueForApplication(
  cloud: Cloud,
  exchange: Pick<Exchange, 'origin' | 'client'>,
  { application, clientProof, scope: { resource }, uti }: Issue,
): Promise<Answered> {
  const roles = rolesOf(cloud.tenant, application, resource);
  const frame = frameTokens(cloud, exchange, application);
  const access = renderApplicationAccess(frame, { resource, clientProof, uti, roles });
  const form = resource.accessTokenVersion === 1 ? 'v1' : 'v2';
  const accessToken = await cloud.signer.sign(access, form);
  return { token_type: 'Bearer', ...lifetimes(cloud), access_token: accessToken };
}

function lifetimes({ timings }: Cloud) {
  const seconds = lifetimeSeconds(timings.accessTokenLifetimeMs);
  return { expires_in: seconds, ext_expires_in: seconds };
}

/** `.default` is told beside what it stands for, so that clients find the token under both. */
function grantedScope({ granted, isDefault, prefix }: AskedScope, permissions: readonly string[]) {
  if (!isDefault) return granted;
  return [...permissions.map((name) => `${prefix}${name}`), granted].join(' ');
}

/** MSAL keys its account cache by this. Also for the authorization endpoint's answers. */
export function renderClientInfo(userId: string, tenantId: string): string {
  return Buffer.from(JSON.stringify({ uid: userId, utid: tenantId })).toString('base64url');
}

export interface AuthorizeIdToken {
  application: Application;
  user: User;
  nonce: string;
  sessionId: string;
  authenticatedMs: number;
  /** Of the request. Default: `openid profile`. */
  openIdScopes?: readonly string[];
  /** The request had `max_age`. */
  withAuthTime?: boolean;
  /** Of the same answer, for `c_hash`. */
  code?: string;
}

/** For the hybrid flow: an id token straight from the authorization endpoint. */
export function issueIdToken(
  cloud: Cloud,
  exchange: Pick<Exchange, 'origin' | 'client'>,
  issue: AuthorizeIdToken,
): Promise<string> {
  const { application, user, nonce, sessionId, authenticatedMs, code } = issue;
  const { openIdScopes = ['openid', 'profile'], withAuthTime = false } = issue;
  const claims = renderIdToken(frameTokens(cloud, exchange, application), {
    ...{ user, nonce, sessionId, openIdScopes },
    ...(withAuthTime && { authenticatedMs }),
    ...(code !== undefined && { code }),
  });
  return cloud.signer.sign(claims);
}
