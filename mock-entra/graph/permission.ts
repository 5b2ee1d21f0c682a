/**
 * May this caller have this? Scopes count for a person, application roles for an application; a
 * person needs a directory role as well where the documents ask for one.
 */
import type { GraphErrorCode } from '../../protocol/graph-errors.ts';
import type { Licence } from '../tenant/tenant.ts';
import type { Access, Principal } from './resource.ts';

/** Undefined: yes. */
export function judgePermission(
  access: Access,
  principal: Principal,
  licence: Licence,
): GraphErrorCode | undefined {
  const { permission, role, application = permission } = access.denied;
  if (principal.kind === 'application' && access.application.length === 0) return application;
  if (!hasPermission(access, principal)) return permission;
  if (!hasRole(access, principal)) return role;
  return access.premium && licence === 'none'
    ? 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'
    : undefined;
}

function hasPermission({ delegated, application }: Access, principal: Principal): boolean {
  return principal.kind === 'user'
    ? delegated.some((name) => holds(principal.scopes, name))
    : application.some((name) => holds(principal.roles, name));
}

function hasRole({ directoryRoles }: Access, principal: Principal): boolean {
  if (directoryRoles === undefined || principal.kind === 'application') return true;
  return directoryRoles.some((role) => principal.directoryRoles.includes(role));
}

/** Permission names are compared without case, as Entra grants them. */
function holds(granted: readonly string[], name: string): boolean {
  return granted.some((one) => one.toLowerCase() === name.toLowerCase());
}
