/**
 * A row of the sign-in log as Graph shows it (fact sheet 5.2). Which agent was asked is in the beta
 * form only, in the documented words; v1.0 has no authenticationDetails.
 */
import { AADSTS, type AadstsCode } from '../../protocol/aadsts.ts';
import { AADSTS_PTA } from '../../protocol/aadsts-pta.ts';
import type { SecondFactorStep, SignInRow } from '../sign-in/sign-in-log.ts';
import type { Tenant } from '../tenant/tenant.ts';

export type RenderedSignIn = Readonly<Record<string, unknown>>;

export function renderSignIn(row: SignInRow, { licence }: Pick<Tenant, 'licence'>) {
  // EVIDENCE-OF GR: "only available for Microsoft Entra ID P2 customers … returned hidden"
  const risk = licence === 'P2' ? 'none' : 'hidden';
  return {
    id: row.id,
    createdDateTime: new Date(row.startedMs).toISOString(),
    userDisplayName: row.userDisplayName,
    userPrincipalName: row.userPrincipalName,
    userId: row.userId,
    appId: row.appId,
    appDisplayName: row.appDisplayName,
    ipAddress: row.ipAddress,
    clientAppUsed: row.protocol === 'oAuth2' ? 'Browser' : 'Mobile Apps and Desktop clients',
    correlationId: row.correlationId,
    conditionalAccessStatus: row.conditionalAccessStatus,
    isInteractive: row.isInteractive,
    riskDetail: risk,
    riskLevelAggregated: risk,
    riskLevelDuringSignIn: risk,
    riskState: 'none',
    resourceDisplayName: row.resource,
    status: {
      errorCode: row.errorCode,
      failureReason: row.errorCode === 0 ? 'Other.' : AADSTS[row.errorCode].reason,
      additionalDetails: row.note ?? null,
    },
    appliedConditionalAccessPolicies: row.policies.map(({ id, displayName, result }) => ({
      ...{ id, displayName, result },
      enforcedGrantControls: [],
      enforcedSessionControls: [],
    })),
  };
}

export function renderBetaSignIn(row: SignInRow, tenant: Pick<Tenant, 'id' | 'licence'>) {
  return {
    ...renderSignIn(row, tenant),
    originalRequestId: row.requestId,
    uniqueTokenIdentifier: row.uniqueTokenIdentifier ?? null,
    processingTimeInMilliseconds: row.endedMs - row.startedMs,
    authenticationProtocol: row.protocol,
    authenticationRequirement: row.authenticationRequirement,
    incomingTokenType: 'none',
    tokenIssuerType: 'AzureAD',
    homeTenantId: tenant.id,
    resourceTenantId: tenant.id,
    crossTenantAccessType: 'none',
    userType: 'member',
    signInIdentifier: row.userPrincipalName,
    signInEventTypes: [row.isInteractive ? 'interactiveUser' : 'nonInteractiveUser'],
    authenticationMethodsUsed: [],
    authenticationDetails: renderSteps(row),
    authenticationProcessingDetails: renderProcessing(row),
  };
}

/** In the order in which they happened; none where nobody was asked for anything. */
function renderSteps(row: SignInRow) {
  const second = row.secondFactor && [renderSecondFactor(row, row.secondFactor)];
  if (row.method !== 'none') return [renderPassword(row), ...(second ?? [])];
  return row.errorCode === 0 && !row.isInteractive ? [renderEarlier(row)] : (second ?? []);
}

function renderPassword(row: SignInRow) {
  const { errorCode } = row;
  const wrong = errorCode !== 0 && isAboutPassword(errorCode);
  return {
    authenticationStepDateTime: new Date(row.endedMs).toISOString(),
    authenticationMethod: 'Password',
    authenticationMethodDetail: describeMethod(row),
    succeeded: !wrong,
    authenticationStepResultDetail: wrong ? AADSTS[errorCode].reason : 'Correct password',
    authenticationStepRequirement: 'Primary authentication',
  };
}

/** Other codes come after the password was right: a policy, consent, a second factor. */
function isAboutPassword(code: AadstsCode): boolean {
  return Object.hasOwn(AADSTS_PTA, code) || PASSWORD_CODES.includes(code);
}

const PASSWORD_CODES: readonly AadstsCode[] = [
  50034, 50053, 50055, 50056, 50057, 50064, 50126, 50144,
];

/** Names of methods: GR, authenticationDetail. */
function renderSecondFactor(row: SignInRow, { method, succeeded }: SecondFactorStep) {
  return {
    authenticationStepDateTime: new Date(row.endedMs).toISOString(),
    authenticationMethod: method === 'PhoneAppOTP' ? 'Software OATH token' : 'Authenticator App',
    authenticationMethodDetail: null,
    succeeded,
    authenticationStepResultDetail: succeeded ? 'MFA completed' : 'MFA not completed',
    authenticationStepRequirement: 'Multifactor authentication',
  };
}

/** A refresh token, or a session: somebody proved who they are before. */
function renderEarlier(row: SignInRow) {
  return {
    authenticationStepDateTime: new Date(row.startedMs).toISOString(),
    authenticationMethod: 'Previously satisfied',
    authenticationMethodDetail: null,
    succeeded: true,
    authenticationStepResultDetail: 'Satisfied by a claim in the token',
    authenticationStepRequirement: 'Primary authentication',
  };
}

/** EVIDENCE-OF ED-FAQ: "Pass-through Authentication; PTA AgentId: {GUID}" */
export function describeMethod({ method, handOff }: SignInRow): string {
  if (method !== 'pass-through') return 'Password in the cloud';
  const asked = handOff === undefined ? '' : `; PTA AgentId: ${handOff.agentId}`;
  return `Pass-through Authentication${asked}`;
}

/** What an agent said after the sign-in had ended: the sign-in keeps its own code. */
function renderProcessing({ handOff }: SignInRow): { key: string; value: string }[] {
  if (handOff?.late === undefined) return [];
  const { code, atMs } = handOff.late;
  const value = `AADSTS${code} at ${new Date(atMs).toISOString()}: ${AADSTS[code].reason}`;
  return [{ key: 'Late answer of the Authentication Agent', value }];
}
