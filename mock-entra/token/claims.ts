/**
 * Claims that all tokens of one answer share, and those of the id token (fact sheet 4.8). Times are
 * whole seconds of lab time. `sub` is pairwise: the same user is somebody else to each application.
 */
import { hash } from 'node:crypto';
import { HOSTS } from '../../protocol/hosts.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { Dice } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import type { Exchange } from '../exchange.ts';
import { nameFor } from '../names.ts';
import type { Application } from '../tenant/application.ts';
import type { User } from '../tenant/tenant.ts';

/** Who asks, from where, when: what does not depend on the kind of token. */
export interface TokenFrame {
  tenantId: string;
  issuers: { readonly v1: string; readonly v2: string };
  graph: string;
  application: Application;
  ipAddress: string;
  issuedAt: number;
  expiresAt: number;
  ids: Dice;
}

export function frameTokens(
  { tenant, clock, timings, ids }: Cloud,
  exchange: Pick<Exchange, 'origin' | 'client'>,
  application: Application,
): TokenFrame {
  const issuedAt = Math.floor(clock.nowMs() / 1000);
  return {
    ...{ application, issuedAt, ids },
    tenantId: tenant.id,
    issuers: {
      v1: `https://${nameFor(exchange, 'sts.windows.net')}/${tenant.id}/`,
      v2: `${exchange.origin}/${tenant.id}/v2.0`,
    },
    graph: `https://${nameFor(exchange, HOSTS.graph)}`,
    ipAddress: exchange.client.address,
    expiresAt: issuedAt + lifetimeSeconds(timings.accessTokenLifetimeMs),
  };
}

export interface IdTokenSubject {
  user: User;
  sessionId?: string;
  nonce?: string;
  /** Present where the client asked when the user signed in (`max_age`). */
  authenticatedMs?: number;
  /** Of `openid`, `profile`, `email`; the last two decide which claims there are (ED-IDTOKEN). */
  openIdScopes: readonly string[];
  /** Hashed into `c_hash`; from the authorization endpoint only. */
  code?: string;
}

export function renderIdToken(frame: TokenFrame, subject: IdTokenSubject) {
  const { user, sessionId, nonce, authenticatedMs, openIdScopes, code } = subject;
  const { clientId } = frame.application;
  return {
    aud: clientId,
    iss: frame.issuers.v2,
    ...timesOf(frame),
    aio: opaque(frame.ids),
    ...(authenticatedMs !== undefined && { auth_time: Math.floor(authenticatedMs / 1000) }),
    ...(code !== undefined && { c_hash: halfHash(code) }),
    ...(openIdScopes.includes('email') && user.mail !== undefined && { email: user.mail }),
    ...groupsOf(frame, user),
    ...(openIdScopes.includes('profile') && {
      name: user.displayName,
      oid: user.id,
      preferred_username: user.userPrincipalName,
    }),
    ...(nonce !== undefined && { nonce }),
    rh: opaque(frame.ids),
    ...(sessionId !== undefined && { sid: sessionId }),
    sub: pairwise(user.id, clientId),
    tid: frame.tenantId,
    uti: opaque(frame.ids),
    ver: '2.0',
  };
}

export function timesOf({ issuedAt, expiresAt }: TokenFrame) {
  return { iat: issuedAt, nbf: issuedAt, exp: expiresAt };
}

/** As if the registration asked for them (`groupMembershipClaims`); by default Entra gives none. */
export function groupsOf({ graph }: Pick<TokenFrame, 'graph'>, { id, groups = [] }: User) {
  if (groups.length === 0) return {};
  if (groups.length <= LIMITS.tokenGroupsMax.value) return { groups };
  return {
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: { endpoint: `${graph}/v1.0/users/${id}/getMemberObjects` } },
  };
}

export function lifetimeSeconds(lifetimeMs: number): number {
  return Math.floor(lifetimeMs / 1000);
}

/** Opaque to clients, as Entra's are. */
export function opaque(ids: Dice): string {
  return Buffer.from(ids.bytes(16)).toString('base64url');
}

export function pairwise(userId: string, audience: string): string {
  return hash('sha256', `${userId} ${audience}`, 'base64url');
}

/** OpenID Connect core 3.3.2.11: the left half of the hash that `alg` names. */
function halfHash(text: string): string {
  return hash('sha256', text, 'buffer').subarray(0, 16).toString('base64url');
}
