/**
 * Who has agreed that an application may act for a user: an administrator for everybody, or the
 * user. Part of the answer is in the application's registration (`adminConsent`), the rest in
 * `state.consents`; both count.
 */
import type { Cloud } from '../cloud.ts';
import type { ConsentRecord } from '../state/records.ts';
import type { Application } from './application.ts';
import { type AskedScope, GRAPH, permissionsOf, requiredOf } from './resources.ts';
import type { User } from './tenant.ts';

export type ConsentVerdict = 'granted' | 'needs-user' | 'needs-administrator';

export interface ConsentQuestion {
  application: Application;
  user: User;
  scope: AskedScope;
}

type Asking = Pick<Cloud, 'tenant' | 'state'>;

/** `needs-administrator` only for users who are none; an administrator may agree as a user. */
export function judgeConsent(cloud: Asking, question: ConsentQuestion): ConsentVerdict {
  const missing = missingPermissions(cloud, question);
  if (missing.length === 0) return 'granted';
  const restricted = missing.some(isRestricted) && !isAdministrator(question.user);
  return restricted ? 'needs-administrator' : 'needs-user';
}

/** Names for the consent page, those of the resource first. */
export function describePermissions(cloud: Asking, question: ConsentQuestion): readonly string[] {
  return wantedPermissions(cloud, question).map((one) => one.slice(one.lastIndexOf('/') + 1));
}

/** May this user agree for the whole organisation? */
export function isAdministrator({ roles }: User): boolean {
  return roles?.includes('Global Administrator') ?? false;
}

export function grantConsent(
  cloud: Asking,
  question: ConsentQuestion & { forEverybody: boolean },
): void {
  const { consents } = cloud.state;
  const { clientId } = question.application;
  const userId = question.forEverybody ? EVERYBODY : question.user.id;
  const known = recordOf(cloud, clientId, userId)?.permissions ?? [];
  const permissions = [...new Set([...known, ...wantedPermissions(cloud, question)])];
  consents.set(keyOf(clientId, userId), { clientId, userId, permissions });
}

const EVERYBODY = '*';

function keyOf(clientId: string, userId: string): string {
  return `${clientId}/${userId}`;
}

function recordOf({ state }: Asking, clientId: string, userId: string): ConsentRecord | undefined {
  return state.consents.get(keyOf(clientId, userId));
}

function missingPermissions(cloud: Asking, question: ConsentQuestion): readonly string[] {
  const { application, user, scope } = question;
  // A token for itself needs nobody's consent.
  if (scope.resource.clientId === application.clientId) return [];
  const { adminConsent, requiredPermissions } = application;
  if (adminConsent && requiredPermissions.length === 0) return [];
  const agreed = new Set([
    ...(adminConsent ? registered(cloud, question) : []),
    ...(recordOf(cloud, application.clientId, EVERYBODY)?.permissions ?? []),
    ...(recordOf(cloud, application.clientId, user.id)?.permissions ?? []),
  ]);
  return wantedPermissions(cloud, question).filter((permission) => !agreed.has(permission));
}

function registered(
  { tenant }: Asking,
  { application, scope: { resource, openIdScopes } }: ConsentQuestion,
): readonly string[] {
  const scopes = requiredOf(tenant, application, resource).flatMap((one) => one.scopes);
  return [...scopes.map((name) => `${resource.audience}/${name}`), ...openIdScopes.map(ofGraph)];
}

function wantedPermissions(
  { tenant }: Asking,
  { application, scope }: ConsentQuestion,
): readonly string[] {
  const { resource, openIdScopes, isDefault } = scope;
  const permissions = permissionsOf(tenant, application, scope);
  // Nothing registered for this resource: the question is whether it may be called at all.
  const named = isDefault && permissions.length === 0 ? ['.default'] : permissions;
  return [...named.map((name) => `${resource.audience}/${name}`), ...openIdScopes.map(ofGraph)];
}

function ofGraph(name: string): string {
  return `${GRAPH.audience}/${name}`;
}

/**
 * Graph's reference marks each permission; of those the lab knows, exactly the ones that end in
 * `.All` need an administrator.
 */
function isRestricted(permission: string): boolean {
  return permission.startsWith(`${GRAPH.audience}/`) && permission.endsWith('.All');
}
