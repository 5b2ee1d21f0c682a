/**
 * Every address the cloud side answers, one table per surface. The upgrade of signalling sockets is
 * in `signalling-upgrade.ts`. `localhost` has sign-in and Graph under one name, for unmodified
 * clients.
 */
import { HOSTS, labHost, SIGN_IN_ALIASES } from '../protocol/hosts.ts';
import { forAgents, judgeAnswerer } from './agents/agent-certificate.ts';
import { answerBootstrap } from './agents/bootstrap.ts';
import { answerConnection } from './agents/connector.ts';
import { answerRegistration } from './agents/registration.ts';
import { answerRenewal } from './agents/renewal.ts';
import { answerRevocationList } from './agents/revocation-list.ts';
import { answerStatusReport } from './agents/status-report.ts';
import { answerUpdate } from './agents/updates.ts';
import { SIGN_IN_PAGES } from './authorize/sign-in-pages.ts';
import { answerConfiguration, answerConfigurationV1 } from './discovery/configuration.ts';
import { answerCredentialType } from './discovery/credential-type.ts';
import { forAnyPage } from './discovery/discovery-headers.ts';
import { answerInstance } from './discovery/instance.ts';
import { answerKeys } from './discovery/keys.ts';
import { answerGetUserRealm, answerUserRealm } from './discovery/user-realm.ts';
import { renderGraphAbsent } from './errors.ts';
import type { Answer } from './exchange.ts';
import { GRAPH_RESOURCES } from './graph/graph.ts';
import { answerDeviceCodeRequest } from './token/device-code.ts';
import { answerToken, answerWrongVerb } from './token/token.ts';
import { answerUserInfo } from './token/user-profile.ts';

/** `ALL` stands behind the methods that a path has: it gets what they leave. */
export type Route = readonly [method: 'GET' | 'POST' | 'ALL', path: string, answer: Answer];

export const SIGN_IN: readonly Route[] = [
  ['ALL', '/common/discovery/instance', forAnyPage(answerInstance)],
  ['GET', '/common/UserRealm/', answerUserRealm],
  ['ALL', '/common/UserRealm/', answerWrongVerb],
  ['GET', '/common/UserRealm/:userName', answerUserRealm],
  ['ALL', '/common/UserRealm/:userName', answerWrongVerb],
  ['GET', '/GetUserRealm.srf', answerGetUserRealm],
  ['ALL', '/GetUserRealm.srf', answerWrongVerb],
  ['POST', '/common/GetCredentialType', answerCredentialType],
  ['ALL', '/common/GetCredentialType', answerWrongVerb],
  ['ALL', '/:tenant/.well-known/openid-configuration', forAnyPage(answerConfigurationV1)],
  ['ALL', '/:tenant/v2.0/.well-known/openid-configuration', forAnyPage(answerConfiguration)],
  ['ALL', '/:tenant/discovery/keys', forAnyPage(answerKeys)],
  ['ALL', '/:tenant/discovery/v2.0/keys', forAnyPage(answerKeys)],
  ['POST', '/:tenant/oauth2/v2.0/token', answerToken],
  ['ALL', '/:tenant/oauth2/v2.0/token', answerWrongVerb],
  ['POST', '/:tenant/oauth2/v2.0/devicecode', answerDeviceCodeRequest],
  ['ALL', '/:tenant/oauth2/v2.0/devicecode', answerWrongVerb],
  ...SIGN_IN_PAGES,
];

export const GRAPH: readonly Route[] = [
  ...GRAPH_RESOURCES,
  ['ALL', '/oidc/userinfo', answerUserInfo],
  ['ALL', '/beta/*', renderGraphAbsent],
  ['ALL', '/v1.0/*', renderGraphAbsent],
];

export const REGISTRATION: readonly Route[] = [
  ['POST', '/register/RegisterConnector', answerRegistration],
];

export const BOOTSTRAP: readonly Route[] = [
  ['POST', '/ConnectorBootstrap', forAgents('bootstrap', answerBootstrap)],
  ['POST', '/status', answerStatusReport],
];

export const CONNECTOR: readonly Route[] = [
  ['POST', '/subscriber/connection', forAgents('connector', answerConnection, judgeAnswerer)],
];

export const RENEWAL: readonly Route[] = [
  ['POST', '/renewTrust/RenewTrustCertificate', forAgents('renewal', answerRenewal)],
];

export const UPDATER: readonly Route[] = [['POST', '/update', forAgents('updater', answerUpdate)]];

export const REVOCATION: readonly Route[] = [['GET', '/lab.crl', answerRevocationList]];

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

/**
 * Microsoft's own names, for who asked for them: inside one process (MSW), or behind the proxy of
 * `up --real-names`. Nothing ever listens under them.
 */
export function realSurfaces(): readonly Surface[] {
  return [...SIGN_IN_ALIASES.map((name): Surface => [name, SIGN_IN]), [HOSTS.graph, GRAPH]];
}

/** Mutual TLS. */
export function agentSurfaces(tenantId: string): readonly Surface[] {
  return [
    [labHost(HOSTS.bootstrap(tenantId)), BOOTSTRAP],
    [labHost(HOSTS.connector), CONNECTOR],
    [labHost(HOSTS.renewal), RENEWAL],
    [labHost(HOSTS.updater), UPDATER],
    [labHost(HOSTS.signalling), []],
  ];
}

/** Plain HTTP on port 80: whoever checks certificates downloads from there. */
export function revocationSurfaces(): readonly Surface[] {
  return [[labHost(HOSTS.revocation), REVOCATION]];
}
