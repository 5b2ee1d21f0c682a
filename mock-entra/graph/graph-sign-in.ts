/**
 * A row of the sign-in log as Graph shows it (fact sheet 5.2). Which agent was asked is in the beta
 * form only, in the documented words; v1.0 has no authenticationDetails.
 */
import { AADSTS } from '../../protocol/aadsts.ts';
import type { SignInRow } from '../sign-in/sign-in-log.ts';

export function renderSignIn(row: SignInRow) {
  return {
    id: row.id,
    createdDateTime: new Date(row.startedMs).toISOString(),
    userDisplayName: row.userDisplayName,
    userPrincipalName: row.userPrincipalName,
    userId: row.userId,
    appId: row.appId,
    appDisplayName: row.appDisplayName,
    ipAddress: row.ipAddress,
    clientAppUsed: 'Mobile Apps and Desktop clients',
    correlationId: row.correlationId,
    conditionalAccessStatus: 'notApplied',
    isInteractive: true,
    resourceDisplayName: row.resource,
    status: {
      errorCode: row.errorCode,
      failureReason: row.errorCode === 0 ? 'Other.' : AADSTS[row.errorCode].reason,
      additionalDetails: row.note ?? null,
    },
  };
}

export function renderBetaSignIn(row: SignInRow) {
  return {
    ...renderSignIn(row),
    originalRequestId: row.requestId,
    uniqueTokenIdentifier: row.uniqueTokenIdentifier,
    processingTimeInMilliseconds: row.endedMs - row.startedMs,
    authenticationProtocol: 'ropc',
    authenticationRequirement: 'singleFactorAuthentication',
    incomingTokenType: 'none',
    tokenIssuerType: 'AzureAD',
    authenticationDetails: [renderPasswordStep(row)],
    authenticationProcessingDetails: renderProcessing(row),
  };
}

function renderPasswordStep(row: SignInRow) {
  const succeeded = row.errorCode === 0;
  return {
    authenticationStepDateTime: new Date(row.endedMs).toISOString(),
    authenticationMethod: 'Password',
    authenticationMethodDetail: describeMethod(row),
    succeeded,
    authenticationStepResultDetail:
      row.errorCode === 0 ? 'Correct password' : AADSTS[row.errorCode].reason,
    authenticationStepRequirement: 'Primary authentication',
  };
}

/** EVIDENCE-OF ED-FAQ: "Pass-through Authentication; PTA AgentId: {GUID}" */
export function describeMethod({ method, handOff }: SignInRow): string {
  if (method === 'cloud') return 'Password in the cloud';
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
