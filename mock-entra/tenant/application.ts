/**
 * Applications registered in the tenant, as far as the protocol looks at them. One record is both:
 * the client that asks for tokens and, if it exposes scopes or roles, a resource they are for.
 */
import type { CloudPassword } from './tenant.ts';

export interface Application {
  readonly clientId: string;
  readonly displayName: string;
  /** "Enabled for users to sign in". Default true. */
  readonly enabled?: boolean;
  readonly redirectUris: readonly RedirectUri[];
  /** Password grant, device code and public clients: "Allow public client flows". */
  readonly publicClient: boolean;
  readonly secrets: readonly ClientSecret[];
  readonly certificates: readonly ClientCertificate[];
  /** What it may ask for, and whether an administrator has agreed to it for everybody. */
  readonly requiredPermissions: readonly RequiredPermission[];
  readonly adminConsent: boolean;
  /** `https://…/logout`, called in the person's browser when the session ends. */
  readonly frontChannelLogoutUrl?: string;
  /** "ID tokens (used for implicit and hybrid flows)". */
  readonly idTokenFromAuthorize: boolean;
  /** May be used through `common` and `organizations`. */
  readonly multiTenant: boolean;
  /** Present if tokens can be for this application. */
  readonly exposes?: ExposedApi;
}

/** Decides how codes are redeemed: `spa` cross-origin only, `web` with a credential. */
export type RedirectType = 'web' | 'spa' | 'native';

export interface RedirectUri {
  readonly uri: string;
  readonly type: RedirectType;
}

export interface ClientSecret {
  readonly id: string;
  readonly secret: CloudPassword;
  /** Absent: never. */
  readonly expiresMs?: number;
}

export interface ClientCertificate {
  /** SHA-1 and SHA-256 of the certificate, base64url: `x5t` and `x5t#S256` of an assertion. */
  readonly x5t: string;
  readonly x5tS256: string;
  /** SubjectPublicKeyInfo, DER, base64. */
  readonly spki: string;
  readonly notAfterMs: number;
}

export interface RequiredPermission {
  /** Audience of the resource, for example Graph's. */
  readonly resource: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}

export interface ExposedApi {
  /** `api://{clientId}` or what the tenant file says. */
  readonly identifierUri: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  /** Format of access tokens for it (`requestedAccessTokenVersion`). */
  readonly accessTokenVersion: 1 | 2;
}
