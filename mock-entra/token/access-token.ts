/**
 * Claims of access tokens, in the format that the resource wants (fact sheet 4.8): Graph's are v1.
 * For a user `scp` says what may be done, for an application by itself `roles`.
 */
import { MEMBER_ROLE, ROLE_TEMPLATES } from '../../protocol/directory-roles.ts';
import { guidFrom } from '../guid.ts';
import type { AuthMethod } from '../state/records.ts';
import { GRAPH, type Resource } from '../tenant/resources.ts';
import type { User } from '../tenant/tenant.ts';
import { groupsOf, opaque, pairwise, type TokenFrame, timesOf } from './claims.ts';

/** How the client proved who it is: not at all, by a secret, by a certificate. */
export type ClientProof = '0' | '1' | '2';

export interface Access {
  resource: Resource;
  clientProof: ClientProof;
  /** Names the token in the sign-in log. */
  uti: string;
}

export interface UserAccess extends Access {
  user: User;
  scopes: readonly string[];
  methods: readonly AuthMethod[];
  sessionId?: string;
}

export function renderUserAccess(frame: TokenFrame, access: UserAccess) {
  const { resource, user, scopes, sessionId } = access;
  const shared = {
    ...claimsOf(frame, access),
    name: user.displayName,
    oid: user.id,
    scp: scopes.join(' '),
    ...(sessionId !== undefined && { sid: sessionId }),
    sub: pairwise(user.id, resource.audience),
    ...(resource === GRAPH ? { wids: roleIds(user) } : groupsOf(frame, user)),
  };
  return resource.accessTokenVersion === 2
    ? { ...shared, preferred_username: user.userPrincipalName }
    : {
        ...shared,
        acct: 0,
        acr: '1',
        amr: access.methods,
        ...(user.surname !== undefined && { family_name: user.surname }),
        ...(user.givenName !== undefined && { given_name: user.givenName }),
        idtyp: 'user',
        ipaddr: frame.ipAddress,
        unique_name: user.userPrincipalName,
        upn: user.userPrincipalName,
      };
}

export function renderApplicationAccess(
  frame: TokenFrame,
  access: Access & { roles: readonly string[] },
) {
  const principalId = principalIdOf(frame.tenantId, frame.application.clientId);
  const shared = {
    ...claimsOf(frame, access),
    oid: principalId,
    ...(access.roles.length > 0 && { roles: access.roles }),
    sub: principalId,
  };
  return access.resource.accessTokenVersion === 2
    ? shared
    : { ...shared, idp: frame.issuers.v1, idtyp: 'app' };
}

function claimsOf(frame: TokenFrame, { resource, clientProof, uti }: Access) {
  const { clientId, displayName } = frame.application;
  const both = {
    aud: resource === GRAPH ? frame.graph : resource.audience,
    ...timesOf(frame),
    aio: opaque(frame.ids),
    rh: opaque(frame.ids),
    tid: frame.tenantId,
    uti,
  };
  return resource.accessTokenVersion === 2
    ? { ...both, iss: frame.issuers.v2, azp: clientId, azpacr: clientProof, ver: '2.0' }
    : {
        ...both,
        iss: frame.issuers.v1,
        app_displayname: displayName,
        appid: clientId,
        appidacr: clientProof,
        ver: '1.0',
      };
}

function roleIds({ roles = [] }: User): readonly string[] {
  return [...roles.map((role) => ROLE_TEMPLATES[role]), MEMBER_ROLE];
}

/** Object id of the application in this tenant, its service principal. */
function principalIdOf(tenantId: string, clientId: string): string {
  return guidFrom(`service principal ${tenantId} ${clientId}`);
}
