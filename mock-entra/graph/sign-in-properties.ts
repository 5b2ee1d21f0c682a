/**
 * Which members of a sign-in can be selected, and which operators a filter may use on them: those
 * that GR's resource page documents, and no others.
 */
import type { RenderedSignIn } from './graph-sign-in.ts';
import type { Operator, Properties, Property } from './properties.ts';
import type { GraphVersion } from './resource.ts';

type Type = NonNullable<Property<RenderedSignIn>['type']>;

function member(name: string, operators: readonly Operator[] = [], type: Type = 'text') {
  return [name, { read: (row: RenderedSignIn) => row[name], operators, type }] as const;
}

/** A member of a member, which only a filter can name. */
function inner(path: `${string}/${string}`, operators: readonly Operator[], type: Type) {
  const [outer = '', name = ''] = path.split('/');
  const read = (row: RenderedSignIn) => new Map(Object.entries(row[outer] ?? {})).get(name);
  return [path, { read, operators, type, hidden: true as const }] as const;
}

const EQUAL: readonly Operator[] = ['eq'];
const EQUAL_OR_START: readonly Operator[] = ['eq', 'startsWith'];

const BOTH_VERSIONS = [
  member('id', EQUAL),
  member('createdDateTime', ['eq', 'ge', 'le'], 'date'),
  member('userDisplayName', EQUAL_OR_START),
  member('userPrincipalName', EQUAL_OR_START),
  member('userId', EQUAL),
  member('appId', EQUAL),
  member('appDisplayName', EQUAL_OR_START),
  member('ipAddress', EQUAL_OR_START),
  member('clientAppUsed', EQUAL),
  member('correlationId', EQUAL),
  member('conditionalAccessStatus', EQUAL),
  member('isInteractive'),
  member('riskDetail', EQUAL),
  member('riskLevelAggregated', EQUAL),
  member('riskLevelDuringSignIn', EQUAL),
  member('riskState', EQUAL),
  member('resourceDisplayName', EQUAL),
  member('status'),
  inner('status/errorCode', EQUAL, 'number'),
  member('appliedConditionalAccessPolicies'),
] as const;

const BETA_ONLY = [
  member('originalRequestId', EQUAL),
  member('uniqueTokenIdentifier'),
  member('processingTimeInMilliseconds'),
  member('authenticationProtocol'),
  member('authenticationRequirement', EQUAL_OR_START),
  member('incomingTokenType'),
  member('tokenIssuerType'),
  member('homeTenantId'),
  member('resourceTenantId'),
  member('crossTenantAccessType'),
  member('userType'),
  member('signInIdentifier'),
  member('signInEventTypes', ['any'], 'texts'),
  member('authenticationMethodsUsed'),
  member('authenticationDetails'),
  member('authenticationProcessingDetails'),
] as const;

export const SIGN_IN_PROPERTIES: Readonly<Record<GraphVersion, Properties<RenderedSignIn>>> = {
  'v1.0': Object.fromEntries<Property<RenderedSignIn>>(BOTH_VERSIONS),
  beta: Object.fromEntries<Property<RenderedSignIn>>([...BOTH_VERSIONS, ...BETA_ONLY]),
};
