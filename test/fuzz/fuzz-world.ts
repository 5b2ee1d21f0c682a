/**
 * A tenant with something behind every door, for fuzzing. Its users share one password, so that it
 * can be looked for in whatever comes back.
 */

import {
  ADMIN,
  CLIENT_ID,
  createWorld,
  NOAH,
  PLAIN_APPLICATION,
  type World,
} from '../../mock-entra/stub-world.ts';
import type { Application } from '../../mock-entra/tenant/application.ts';
import type { AccessPolicy } from '../../mock-entra/tenant/policy.ts';
import { createCloudPassword, type User } from '../../mock-entra/tenant/tenant.ts';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { Secret } from '../../runtime/secret.ts';

export const GRAPH = `https://${labHost(HOSTS.graph)}`;
export const WEB_ID = '7d5ad7f5-2b1e-4e8e-9f0a-000000000001';
export const SPA_ID = '7d5ad7f5-2b1e-4e8e-9f0a-000000000002';
/** The only places a `location` or a form may lead to, beside the lab itself. */
export const REGISTERED = [
  'https://app.contoso.example/callback',
  'https://spa.contoso.example/',
  'http://localhost/native',
  'https://app.contoso.example/signed-out',
  'https://sts.fed.contoso.example/adfs/ls/',
];
export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
export const CLIENT_SECRET = 'secret-of-the-web-application';
/** Nothing of these may ever come back. */
export const SECRETS = [NOAH.password, ADMIN.password, CLIENT_SECRET];

export const FEDERATED = 'fay@fed.contoso.example';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXP';

export async function createFuzzWorld(): Promise<World> {
  return createWorld({}, undefined, {
    changes: { domains: domains(), applications: applications(), policies: [SECOND_FACTOR] },
    people: [
      person('44444444-4444-4444-8444-444444444444', 'nora@contoso.example', {
        secondFactor: { totpSecret: TOTP_SECRET },
      }),
      { ...person('55555555-5555-4555-8555-555555555555', FEDERATED, {}) },
      person('66666666-6666-4666-8666-666666666666', 'olga@contoso.example', {
        passwordExpiresMs: 0,
      }),
    ],
  });
}

function person(id: string, userPrincipalName: string, more: Partial<User>): User {
  const cloudPassword = createCloudPassword(new Secret(NOAH.password), 'salt');
  return { id, userPrincipalName, displayName: 'Fuzzed', cloudPassword, ...more };
}

const SECOND_FACTOR: AccessPolicy = {
  ...{ name: 'Second factor', users: ['nora@contoso.example'], excludedUsers: [] },
  ...{ applications: ['*'], require: 'mfa' },
};

function domains() {
  const federation = {
    passiveUrl: 'https://sts.fed.contoso.example/adfs/ls/',
    activeUrl: 'https://sts.fed.contoso.example/adfs/services/trust',
    metadataUrl: 'https://sts.fed.contoso.example/metadata',
    brand: 'Fed',
  };
  return [
    { name: 'contoso.example', kind: 'managed' as const },
    { name: 'fed.contoso.example', kind: 'federated' as const, federation },
  ];
}

function applications(): Application[] {
  const secret = createCloudPassword(new Secret(CLIENT_SECRET), 'salt');
  return [
    {
      ...PLAIN_APPLICATION,
      ...{ clientId: CLIENT_ID, displayName: 'Lab client', multiTenant: true },
      redirectUris: [{ uri: 'http://localhost/native', type: 'native' }],
    },
    {
      ...PLAIN_APPLICATION,
      ...{ clientId: WEB_ID, displayName: 'Web', publicClient: false, idTokenFromAuthorize: true },
      redirectUris: [
        { uri: 'https://app.contoso.example/callback', type: 'web' },
        { uri: 'https://app.contoso.example/signed-out', type: 'web' },
      ],
      secrets: [{ id: 'one', secret }],
      adminConsent: false,
    },
    {
      ...PLAIN_APPLICATION,
      ...{ clientId: SPA_ID, displayName: 'Single page', publicClient: true },
      redirectUris: [{ uri: 'https://spa.contoso.example/', type: 'spa' }],
    },
  ];
}
