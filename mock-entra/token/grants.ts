/** The grants of the token endpoint, one line each; `device_code` alone is the older name. */
import type { Grant } from './grant.ts';
import { authorizationCode } from './grants/authorization-code.ts';
import { clientCredentials } from './grants/client-credentials.ts';
import { deviceCode } from './grants/device-code.ts';
import { password } from './grants/password.ts';
import { refreshToken } from './grants/refresh-token.ts';

export const GRANTS: ReadonlyMap<string, Grant> = new Map([
  ['password', password],
  ['authorization_code', authorizationCode],
  ['refresh_token', refreshToken],
  ['urn:ietf:params:oauth:grant-type:device_code', deviceCode],
  ['device_code', deviceCode],
  ['client_credentials', clientCredentials],
]);
