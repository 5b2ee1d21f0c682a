/** Writes one row of the sign-in log, from whichever door the sign-in came. */
import type { AadstsCode } from '../../protocol/aadsts.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { HandOff } from '../agents/hand-offs.ts';
import type { Cloud } from '../cloud.ts';
import type { Exchange } from '../exchange.ts';
import type { Application } from '../tenant/application.ts';
import type { AccessPolicy } from '../tenant/policy.ts';
import type { Tenant, User } from '../tenant/tenant.ts';
import { policiesFor, policyId } from './judge-access.ts';
import type { AppliedPolicy, SecondFactorStep, SignInProtocol, SignInRow } from './sign-in-log.ts';

/**
 * Longest user name that the sign-in page takes (fact sheet 4.3); no stranger fills the log with
 * more.
 */
const NAME_CHARS_MAX = LIMITS.userNameCharsMax.value;

export interface SignInRecord {
  user: User | undefined;
  /** As typed; used where there is no such user. */
  userName: string;
  application: Application;
  /** Display name of the resource. */
  resource: string;
  /** Audience of the resource: policies may be about it. Absent: only those about others show. */
  audience?: string;
  code: AadstsCode | 0;
  note?: string;
  method: SignInRow['method'];
  handOff?: HandOff;
  startedMs: number;
  protocol: SignInProtocol;
  /** Default true. */
  interactive?: boolean;
  uti: string;
}

export function recordSignIn(
  cloud: Cloud,
  { traceId, correlationId, client }: Exchange,
  record: SignInRecord,
): void {
  const { user, application, code, note, handOff, userName, uti } = record;
  const row: SignInRow = {
    id: traceId,
    startedMs: record.startedMs,
    endedMs: cloud.clock.nowMs(),
    correlationId,
    requestId: traceId,
    userPrincipalName: (user?.userPrincipalName ?? userName.slice(0, NAME_CHARS_MAX)).toLowerCase(),
    userId: user?.id ?? '',
    userDisplayName: user?.displayName ?? '',
    appId: application.clientId,
    appDisplayName: application.displayName,
    resource: record.resource,
    ipAddress: client.address,
    errorCode: code,
    protocol: record.protocol,
    isInteractive: record.interactive ?? true,
    ...(note !== undefined && { note }),
    method: record.method,
    ...(handOff !== undefined && { handOff }),
    ...describeAccess(cloud.tenant, record, client.address),
    uniqueTokenIdentifier: uti,
  };
  cloud.log.add(row);
  cloud.observer.signIn(row);
}

type Access = Pick<
  SignInRow,
  'conditionalAccessStatus' | 'policies' | 'authenticationRequirement' | 'secondFactor'
>;

const WITHOUT_POLICY: Access = {
  conditionalAccessStatus: 'notApplied',
  policies: [],
  authenticationRequirement: 'singleFactorAuthentication',
};

/** Codes with which a policy, or a step that it asks for, ended the sign-in. */
const ENDED_BY: Readonly<Record<AccessPolicy['require'], readonly number[]>> = {
  block: [53003],
  mfa: [50074, 50076, 50079, 50072],
  'mfa-registration': [50079, 50072],
  'compliant-device': [53000],
  'approved-app': [53002],
};

/** A password that was refused never came as far as the policies. */
function describeAccess(tenant: Tenant, record: SignInRecord, ipAddress: string): Access {
  const { user, application, audience: resource = '', code } = record;
  if (user === undefined || tenant.policies.length === 0) return WITHOUT_POLICY;
  const applied = policiesFor(tenant, { user, application, resource, ipAddress });
  const ended = applied.some((policy) => ENDED_BY[policy.require].includes(code));
  if (applied.length === 0 || (code !== 0 && !ended)) return WITHOUT_POLICY;
  const wantsMore = applied.some(({ require }) => require === 'mfa');
  return {
    conditionalAccessStatus: ended ? 'failure' : 'success',
    policies: applied.map((policy) => describePolicy(tenant, policy, code)),
    authenticationRequirement: wantsMore
      ? 'multiFactorAuthentication'
      : 'singleFactorAuthentication',
    ...(wantsMore && describeFactor(user, code)),
  };
}

function describePolicy(tenant: Tenant, policy: AccessPolicy, code: number): AppliedPolicy {
  const failed = ENDED_BY[policy.require].includes(code);
  return {
    id: policyId(tenant, policy),
    displayName: policy.name,
    result: failed ? 'failure' : 'success',
  };
}

/** Present once the person was asked for it. */
function describeFactor(
  { secondFactor }: User,
  code: AadstsCode | 0,
): { secondFactor?: SecondFactorStep } {
  if (code !== 0 && code !== 50074) return {};
  const method = secondFactor?.numberMatching ? 'PhoneAppNotification' : 'PhoneAppOTP';
  return { secondFactor: { method, succeeded: code === 0 } };
}
