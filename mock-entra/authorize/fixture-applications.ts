/** Applications, people and a world for the tests of this folder. */
import type { Timings } from '../../protocol/timings.ts';
import { Secret } from '../../runtime/secret.ts';
import { CLIENT_ID, createWorld, PLAIN_APPLICATION, type World } from '../stub-world.ts';
import type { Application } from '../tenant/application.ts';
import { createCloudPassword, type Tenant, type User } from '../tenant/tenant.ts';

export const REDIRECT_URI = 'https://app.contoso.example/callback';
export const SPA_URI = 'https://app.contoso.example/spa';
export const HYBRID = '11111111-0000-4000-8000-000000000001';
export const SHARED = '11111111-0000-4000-8000-000000000002';
/** Nobody has consented to it. */
export const STRANGE = '11111111-0000-4000-8000-000000000003';
export const LOGOUT_URL = 'https://app.contoso.example/logged-out';

const NATIVE = { uri: REDIRECT_URI, type: 'native' } as const;

const APPLICATIONS: readonly Application[] = [
  {
    ...PLAIN_APPLICATION,
    clientId: CLIENT_ID,
    displayName: 'Lab client',
    redirectUris: [NATIVE, { uri: SPA_URI, type: 'spa' }],
    frontChannelLogoutUrl: LOGOUT_URL,
  },
  {
    ...PLAIN_APPLICATION,
    clientId: HYBRID,
    displayName: 'Hybrid client',
    redirectUris: [NATIVE],
    idTokenFromAuthorize: true,
  },
  {
    ...PLAIN_APPLICATION,
    clientId: SHARED,
    displayName: 'Client of many',
    redirectUris: [NATIVE],
    multiTenant: true,
  },
  {
    ...PLAIN_APPLICATION,
    clientId: STRANGE,
    displayName: 'Strange client',
    redirectUris: [NATIVE],
    adminConsent: false,
  },
];

export function createPagesWorld(
  changes: Partial<Tenant> = {},
  people: readonly User[] = [],
  timings: Partial<Timings> = {},
): Promise<World> {
  return createWorld(timings, undefined, {
    changes: { applications: APPLICATIONS, ...changes },
    people,
  });
}

export const PASSWORD = 'cloud-pass-1';

/** `eve@contoso.example`, with what a test wants of her. */
export function createPerson(name: string, members: Partial<User> = {}): User {
  return {
    id: `44444444-4444-4444-8444-${Buffer.from(name.padEnd(6)).toString('hex').slice(0, 12)}`,
    userPrincipalName: `${name}@contoso.example`,
    displayName: name,
    cloudPassword: createCloudPassword(new Secret(PASSWORD), 'salt'),
    ...members,
  };
}
