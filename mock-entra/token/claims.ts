/**
 * Claims of the tokens, v2.0 (fact sheet 4.8). Times are whole seconds of lab time. `sub` is
 * pairwise: the same user is somebody else to each application.
 */
import { createHash } from 'node:crypto';
import type { Dice } from '../../runtime/ports.ts';
import type { Resource } from '../tenant/resources.ts';
import type { Application, User } from '../tenant/tenant.ts';

export interface TokenSubject {
  tenantId: string;
  issuer: string;
  user: User;
  application: Application;
  nowMs: number;
  lifetimeMs: number;
}

export function renderIdToken(subject: TokenSubject, ids: Dice): Record<string, unknown> {
  return {
    aud: subject.application.clientId,
    ...sharedClaims(subject, ids),
    sub: pairwise(subject.user.id, subject.application.clientId),
    uti: opaque(ids),
    ver: '2.0',
  };
}

export function renderAccessToken(
  subject: TokenSubject,
  access: { resource: Resource; permissions: readonly string[]; uti: string },
  ids: Dice,
): Record<string, unknown> {
  return {
    aud: access.resource.audience,
    ...sharedClaims(subject, ids),
    azp: subject.application.clientId,
    azpacr: '0',
    scp: access.permissions.join(' '),
    sub: pairwise(subject.user.id, access.resource.audience),
    uti: access.uti,
    ver: '2.0',
  };
}

function sharedClaims(subject: TokenSubject, ids: Dice) {
  const issuedAt = Math.floor(subject.nowMs / 1000);
  return {
    iss: subject.issuer,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + lifetimeSeconds(subject.lifetimeMs),
    aio: opaque(ids),
    name: subject.user.displayName,
    oid: subject.user.id,
    preferred_username: subject.user.userPrincipalName,
    rh: opaque(ids),
    tid: subject.tenantId,
  };
}

export function lifetimeSeconds(lifetimeMs: number): number {
  return Math.floor(lifetimeMs / 1000);
}

/** Opaque to clients, as Entra's are. */
export function opaque(ids: Dice): string {
  return Buffer.from(ids.bytes(16)).toString('base64url');
}

function pairwise(userId: string, audience: string): string {
  return createHash('sha256').update(`${userId} ${audience}`).digest('base64url');
}
