/**
 * Every address the cloud side answers, one table per surface. The upgrade of signalling sockets is
 * in `signalling-upgrade.ts`. `localhost` has sign-in and Graph under one name, for unmodified
 * clients.
 */
import { HOSTS, labHost } from '../protocol/hosts.ts';
import { forAgents } from './agents/agent-certificate.ts';
import { answerBootstrap } from './agents/bootstrap.ts';
import { answerConnection } from './agents/connector.ts';
import { answerRegistration } from './agents/registration.ts';
import { answerRenewal } from './agents/renewal.ts';
import {
  answerConfiguration,
  answerInstance,
  answerKeys,
  answerUserRealm,
} from './discovery/discovery.ts';
import { renderGraphAbsent } from './errors.ts';
import type { Answer } from './exchange.ts';
import {
  answerAgentGroups,
  answerAgents,
  answerBetaSignIns,
  answerSignIns,
} from './graph/graph.ts';
import { answerToken, answerWrongVerb } from './token/token.ts';

/** `ALL` stands behind the methods that a path has: it gets what they leave. */
export type Route = readonly [method: 'GET' | 'POST' | 'ALL', path: string, answer: Answer];

export const SIGN_IN: readonly Route[] = [
  ['GET', '/common/discovery/instance', answerInstance],
  ['GET', '/common/UserRealm/:userName', answerUserRealm],
  ['GET', '/:tenant/v2.0/.well-known/openid-configuration', answerConfiguration],
  ['GET', '/:tenant/discovery/v2.0/keys', answerKeys],
  ['POST', '/:tenant/oauth2/v2.0/token', answerToken],
  ['ALL', '/:tenant/oauth2/v2.0/token', answerWrongVerb],
];

export const GRAPH: readonly Route[] = [
  ['GET', '/beta/onPremisesPublishingProfiles/authentication/agents', answerAgents],
  ['GET', '/beta/onPremisesPublishingProfiles/authentication/agentGroups', answerAgentGroups],
  ['GET', '/beta/auditLogs/signIns', answerBetaSignIns],
  ['GET', '/v1.0/auditLogs/signIns', answerSignIns],
  ['ALL', '/beta/*', renderGraphAbsent],
  ['ALL', '/v1.0/*', renderGraphAbsent],
];

export const REGISTRATION: readonly Route[] = [
  ['POST', '/register/RegisterConnector', answerRegistration],
];

export const BOOTSTRAP: readonly Route[] = [
  ['POST', '/ConnectorBootstrap', forAgents('bootstrap', answerBootstrap)],
];

export const CONNECTOR: readonly Route[] = [
  ['POST', '/subscriber/connection', forAgents('connector', answerConnection)],
];

export const RENEWAL: readonly Route[] = [
  ['POST', '/renewTrust/RenewTrustCertificate', forAgents('renewal', answerRenewal)],
];

export type Surface = readonly [host: string, routes: readonly Route[]];

/** Server TLS only. */
export function publicSurfaces(tenantId: string): readonly Surface[] {
  return [
    [labHost(HOSTS.signIn), SIGN_IN],
    [labHost(HOSTS.graph), GRAPH],
    [labHost(HOSTS.registration(tenantId)), REGISTRATION],
    ['localhost', [...GRAPH, ...SIGN_IN]],
  ];
}

/** Mutual TLS. */
export function agentSurfaces(tenantId: string): readonly Surface[] {
  return [
    [labHost(HOSTS.bootstrap(tenantId)), BOOTSTRAP],
    [labHost(HOSTS.connector), CONNECTOR],
    [labHost(HOSTS.renewal), RENEWAL],
    [labHost(HOSTS.signalling), []],
  ];
}
