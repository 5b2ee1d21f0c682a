/**
 * Applications for the tests of this folder, one per kind, and what clients do with the token
 * endpoint. Codes are made as the authorization endpoint makes them.
 */
import { expect } from 'vitest';
import type { Timings } from '../../protocol/timings.ts';
import type { Crypto, HttpResponse } from '../../runtime/ports.ts';
import { Secret } from '../../runtime/secret.ts';
import type { CodeRecord } from '../state/records.ts';
import {
  CLIENT_ID,
  call,
  createWorld,
  PLAIN_APPLICATION,
  SIGN_IN,
  START_MS,
  TENANT_ID,
  type World,
} from '../stub-world.ts';
import type { Application } from '../tenant/application.ts';
import { createCloudPassword, type Tenant, type User } from '../tenant/tenant.ts';
import { createAuthorizationCode } from './authorization-code.ts';

export const NOAH_ID = '33333333-3333-4333-8333-333333333333';
export const SECRET = 'web-secret';
export const OLD_SECRET = 'old-secret';
export const SPA_ORIGIN = 'https://spa.example';
export const API_URI = 'api://orders';
/** RFC 7636, appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const id = (digit: number) => `aaaaaaaa-0000-4000-8000-00000000000${digit}`;

export const WEB = id(1);
export const SPA = id(2);
export const NATIVE = id(3);
export const DAEMON = id(4);
export const API = id(5);
export const DISABLED = id(6);
export const UNTRUSTED = id(7);
export const API_V1 = id(8);

const secret = (text: string, expiresMs?: number) => ({
  id: text,
  secret: createCloudPassword(new Secret(text), 'salt'),
  ...(expiresMs !== undefined && { expiresMs }),
});

function application(
  clientId: string,
  displayName: string,
  rest: Partial<Application>,
): Application {
  return { ...PLAIN_APPLICATION, clientId, displayName, publicClient: false, ...rest };
}

export const EXPIRES_MS = START_MS + 60_000;

export const APPLICATIONS: readonly Application[] = [
  application(CLIENT_ID, 'Lab client', { publicClient: true, multiTenant: true }),
  application(WEB, 'Web', {
    redirectUris: [{ uri: 'https://web.example/back', type: 'web' }],
    secrets: [secret(SECRET), secret(OLD_SECRET, EXPIRES_MS)],
  }),
  application(SPA, 'Page', { redirectUris: [{ uri: `${SPA_ORIGIN}/`, type: 'spa' }] }),
  application(NATIVE, 'Native', {
    publicClient: true,
    redirectUris: [{ uri: 'http://localhost', type: 'native' }],
  }),
  application(DAEMON, 'Daemon', {
    secrets: [secret(SECRET)],
    requiredPermissions: [
      {
        resource: 'https://graph.microsoft.com',
        scopes: ['User.Read'],
        roles: ['AuditLog.Read.All'],
      },
      { resource: API_URI, scopes: [], roles: ['Orders.Read'] },
    ],
  }),
  application(API, 'Orders', {
    exposes: {
      identifierUri: API_URI,
      scopes: ['access_as_user', 'read'],
      roles: ['Orders.Read'],
      accessTokenVersion: 2,
    },
  }),
  application(API_V1, 'Old orders', {
    exposes: {
      identifierUri: 'https://old.contoso.example',
      scopes: ['user_impersonation'],
      roles: [],
      accessTokenVersion: 1,
    },
  }),
  application(DISABLED, 'Disabled', { publicClient: true, enabled: false }),
  application(UNTRUSTED, 'Untrusted', {
    publicClient: true,
    adminConsent: false,
    redirectUris: [{ uri: 'http://localhost', type: 'native' }],
    requiredPermissions: [{ resource: API_URI, scopes: ['read'], roles: [] }],
  }),
];

export function createClients(
  timings: Partial<Timings> = {},
  {
    crypto,
    changes = {},
    people = [],
  }: { crypto?: Crypto; changes?: Partial<Tenant>; people?: readonly User[] } = {},
): Promise<World> {
  const applications = changes.applications ?? APPLICATIONS;
  return createWorld(timings, crypto, { changes: { ...changes, applications }, people });
}

export const AUTHORITY = `${SIGN_IN}/${TENANT_ID}`;

/** A POST to the token endpoint; nothing is added to the form. */
export function postToken(
  world: World,
  form: Readonly<Record<string, string>>,
  {
    headers = {},
    authority = AUTHORITY,
    endpoint = 'token',
  }: { headers?: Record<string, string>; authority?: string; endpoint?: string } = {},
): Promise<HttpResponse> {
  const body = new URLSearchParams(form).toString();
  return call(world, 'POST', `${authority}/oauth2/v2.0/${endpoint}`, { body, headers });
}

/** Noah has signed in to `clientId` and its browser has brought a code back. */
export function codeFor(
  world: World,
  clientId: string,
  record: Partial<CodeRecord> & Pick<CodeRecord, 'redirectType' | 'redirectUri'>,
): string {
  return createAuthorizationCode(world.entra.cloud, {
    userId: NOAH_ID,
    authenticatedMs: world.clock.nowMs(),
    methods: ['pwd'],
    sessionId: 'session-1',
    clientId,
    scope: 'openid profile offline_access User.Read',
    ...record,
  });
}

export const WEB_CODE = { redirectType: 'web', redirectUri: 'https://web.example/back' } as const;
export const SPA_CODE = {
  redirectType: 'spa',
  redirectUri: `${SPA_ORIGIN}/`,
  codeChallenge: CHALLENGE,
  codeChallengeMethod: 'S256',
} as const;
export const NATIVE_CODE = { redirectType: 'native', redirectUri: 'http://localhost' } as const;

/** What the body of an answer with tokens says. */
export function tokensOf({ status, body }: HttpResponse): Record<string, string> {
  expect(status, body).toBe(200);
  return JSON.parse(body);
}

export function claimsOf(token: string | undefined): Record<string, unknown> {
  const payload = token?.split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
}
