/**
 * Applications registered in the tenant, read-only. Of secrets and certificates there are only
 * their ids and ends, as in Entra: what they are is told once, when they are made.
 */
import { guidFrom } from '../guid.ts';
import type { Application, RedirectType } from '../tenant/application.ts';
import { createPair, type DirectoryList } from './list.ts';
import type { Properties } from './properties.ts';
import { type Access, DENIED, type GraphCall } from './resource.ts';

const READ_ALL = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

const ACCESS: Access = { delegated: READ_ALL, application: READ_ALL, denied: DENIED };

const PROPERTIES: Properties<Application> = {
  id: { read: objectId, operators: ['eq', 'in'], advanced: ['ne'] },
  appId: { read: ({ clientId }) => clientId, operators: ['eq', 'in'], advanced: ['ne'] },
  displayName: {
    read: ({ displayName }) => displayName,
    operators: ['eq', 'in', 'startsWith'],
    advanced: ['ne'],
  },
  signInAudience: {
    read: ({ multiTenant }) => (multiTenant ? 'AzureADMultipleOrgs' : 'AzureADMyOrg'),
    operators: ['eq', 'in'],
    advanced: ['ne'],
  },
  identifierUris: {
    read: ({ exposes }) => (exposes ? [exposes.identifierUri] : []),
    type: 'texts',
    operators: ['any'],
  },
  isFallbackPublicClient: { read: ({ publicClient }) => publicClient },
  web: {
    read: (application) => ({
      redirectUris: redirectsOf(application, 'web'),
      logoutUrl: application.frontChannelLogoutUrl ?? null,
      implicitGrantSettings: {
        enableIdTokenIssuance: application.idTokenFromAuthorize,
        enableAccessTokenIssuance: false,
      },
    }),
  },
  spa: { read: (application) => ({ redirectUris: redirectsOf(application, 'spa') }) },
  publicClient: { read: (application) => ({ redirectUris: redirectsOf(application, 'native') }) },
  passwordCredentials: {
    read: ({ secrets }) =>
      secrets.map(({ id, expiresMs }) => ({
        keyId: id,
        endDateTime: expiresMs === undefined ? null : new Date(expiresMs).toISOString(),
        secretText: null,
      })),
  },
  keyCredentials: {
    read: ({ certificates }) =>
      certificates.map(({ x5t, notAfterMs }) => ({
        customKeyIdentifier: x5t,
        endDateTime: new Date(notAfterMs).toISOString(),
        type: 'AsymmetricX509Cert',
        usage: 'Verify',
        key: null,
      })),
  },
  api: {
    read: ({ exposes }) => ({
      requestedAccessTokenVersion: exposes?.accessTokenVersion ?? null,
      oauth2PermissionScopes: (exposes?.scopes ?? []).map((value) => ({ value, isEnabled: true })),
    }),
  },
  appRoles: {
    read: ({ exposes }) => (exposes?.roles ?? []).map((value) => ({ value, isEnabled: true })),
  },
};

/** Entra gives an application two ids; the lab derives this one from the other. */
function objectId({ clientId }: Application): string {
  return guidFrom(`object of ${clientId}`);
}

function redirectsOf({ redirectUris }: Application, type: RedirectType): readonly string[] {
  return redirectUris.filter((redirect) => redirect.type === type).map(({ uri }) => uri);
}

function listOf({ cloud }: GraphCall): DirectoryList<Application> {
  return {
    rows: () => cloud.tenant.applications,
    idOf: objectId,
    properties: PROPERTIES,
    shown: Object.keys(PROPERTIES),
    sortable: { always: [], advanced: ['displayName'] },
  };
}

export const [APPLICATIONS, APPLICATION] = createPair(
  {
    path: '/applications',
    context: 'applications',
    access: ACCESS,
    options: ['$filter', '$select', '$top', '$skiptoken', '$count', '$orderby'],
  },
  listOf,
);
