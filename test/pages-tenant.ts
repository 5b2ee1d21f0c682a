/**
 * The tenant behind `sign-in-pages.browser.test.ts`: one person per page that may come, and one
 * application per kind of answer. `origin` is where the applications' own server listens.
 */
import type { TenantDescription, UserDescription } from '../lab/tenant/tenant-description.ts';

export const PASSWORD = 'Sommer-2026 "ü"';

/** Where the application takes its answers. */
export const CALLBACK = '/signed-in';
export const LOGGED_OUT = '/logged-out';

export function describePagesTenant(origin: string): TenantDescription {
  const redirectUris = { web: [`${origin}${CALLBACK}`, `${origin}${LOGGED_OUT}`] };
  const requiredPermissions = [{ resource: 'graph', scopes: ['User.Read'] }];
  return {
    name: 'contoso',
    users: PEOPLE.map((person) => ({ password: PASSWORD, ...person })),
    applications: {
      web: {
        ...{ displayName: 'Web shop', redirectUris, requiredPermissions, secrets: [{}] },
        frontChannelLogoutUrl: `${origin}/ended`,
      },
      newcomer: {
        ...{ displayName: 'Newcomer', redirectUris, requiredPermissions, secrets: [{}] },
        adminConsent: false,
      },
    },
    policies: [
      {
        ...{ name: 'second factor', require: 'mfa' },
        users: [nameOf('totp'), nameOf('number')],
      },
    ],
  };
}

export function nameOf(kind: string): string {
  return `${kind}@contoso.example`;
}

const LONG_AGO = '2021-01-01T00:00:00Z';
/** RFC 6238 writes its test vectors with this one. */
export const TOTP_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

const PEOPLE: readonly UserDescription[] = [
  { userName: nameOf('mia') },
  { userName: nameOf('noah') },
  { userName: nameOf('totp'), secondFactor: { totpSecret: TOTP_SECRET } },
  { userName: nameOf('number'), secondFactor: { numberMatching: true } },
  { userName: nameOf('expired'), source: 'cloud', passwordExpires: LONG_AGO },
  { userName: nameOf('expired-there'), passwordExpires: LONG_AGO },
];
