/**
 * May this user, who has proved to be who they are, have tokens for that application? Pure: the
 * policies of the tenant against one request. Chain and policy are two things: whoever gets here
 * has had the right password.
 */
import type { Refusal } from '../errors.ts';
import { guidFrom } from '../guid.ts';
import type { AuthMethod } from '../state/records.ts';
import type { Application } from '../tenant/application.ts';
import type { AccessPolicy } from '../tenant/policy.ts';
import type { Tenant, User } from '../tenant/tenant.ts';

export interface AccessRequest {
  user: User;
  application: Application;
  /** Audience of the resource. */
  resource: string;
  ipAddress: string;
  /** What the user has proved so far. */
  methods: readonly AuthMethod[];
  /** A person is there to set up a second factor. Default false. */
  interactive?: boolean;
}

/** The order in which unmet policies are told; within one kind, the tenant's. */
const ORDER: readonly AccessPolicy['require'][] = [
  'block',
  'mfa-registration',
  'mfa',
  'compliant-device',
  'approved-app',
];

/** Undefined: yes. The refusal carries `claims` where the client has to send them back. */
export function judgeAccess(tenant: Tenant, request: AccessRequest): Refusal | undefined {
  const applied = policiesFor(tenant, request);
  for (const kind of ORDER) {
    const unmet = applied.find(({ require }) => require === kind);
    const refusal = unmet && judgePolicy(tenant, unmet, request);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Those that are about this request, met or not. */
export function policiesFor(
  { policies }: Pick<Tenant, 'policies'>,
  request: Pick<AccessRequest, 'user' | 'application' | 'resource' | 'ipAddress'>,
): readonly AccessPolicy[] {
  const { user, application, resource, ipAddress } = request;
  return policies.filter(
    ({ users, excludedUsers, applications, from }) =>
      names(users, user) &&
      !names(excludedUsers, user) &&
      [application.clientId, resource, '*'].some((name) => applications.includes(name)) &&
      from?.notAddresses.includes(ipAddress) !== true,
  );
}

function names(list: readonly string[], { userPrincipalName, roles = [] }: User): boolean {
  const own = [userPrincipalName.toLowerCase(), ...roles.map((role) => role.toLowerCase()), '*'];
  return list.some((name) => own.includes(name.toLowerCase()));
}

/** No device here is ever registered and no application approved: those two are never met. */
function judgePolicy(
  tenant: Tenant,
  policy: AccessPolicy,
  request: AccessRequest,
): Refusal | undefined {
  switch (policy.require) {
    case 'block':
      return { code: 53003 };
    case 'compliant-device':
      return { code: 53000 };
    case 'approved-app':
      return { code: 53002 };
    case 'mfa-registration':
      return isRegistered(request.user) ? undefined : registrationRefusal(request);
    case 'mfa':
      if (request.methods.includes('mfa')) return undefined;
      if (!isRegistered(request.user)) return registrationRefusal(request);
      return { code: 50076, ...challengeOf(tenant, policy) };
    default:
      return policy.require satisfies never;
  }
}

function isRegistered({ secondFactor }: User): boolean {
  return secondFactor?.totpSecret !== undefined || secondFactor?.numberMatching === true;
}

/** ED-ERR calls 50072 the interactive one of the two. */
function registrationRefusal({ interactive = false }: AccessRequest): Refusal {
  return { code: interactive ? 50072 : 50079 };
}

/**
 * Where a policy is about certain applications, the client is challenged: it sends `claims` back
 * with an interactive request. The member is `capolids` in an answer of 2023 (MSALJS#5491),
 * `polids` in the older documents; that tenant-wide policies give none is assumed.
 */
function challengeOf(tenant: Tenant, policy: AccessPolicy): { claims?: string } {
  if (policy.applications.includes('*')) return {};
  const capolids = { essential: true, values: [policyId(tenant, policy)] };
  return { claims: JSON.stringify({ access_token: { capolids } }) };
}

/** Policies of a tenant file have names only; a client wants to see a GUID. */
export function policyId({ id }: Pick<Tenant, 'id'>, { name }: Pick<AccessPolicy, 'name'>): string {
  return guidFrom(`${id}/${name}`);
}
