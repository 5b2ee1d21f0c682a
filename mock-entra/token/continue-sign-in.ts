/**
 * Tokens for somebody who signed in earlier: behind a code, a refresh token or a device code. What
 * may have changed since is judged again: the account, the policies, the consent. The password is
 * not: tokens and sessions outlive it (ED-FAQ).
 */
import type { Cloud } from '../cloud.ts';
import type { Exchange } from '../exchange.ts';
import { judgeAccess } from '../sign-in/judge-access.ts';
import type { RefreshTokenRecord, SignedIn } from '../state/records.ts';
import { judgeConsent } from '../tenant/consent.ts';
import type { AskedScope } from '../tenant/resources.ts';
import { opaque } from './claims.ts';
import type { GrantOutcome, TokenRequest } from './grant.ts';
import { createRefreshToken } from './refresh-token.ts';

export interface Continued {
  signedIn: SignedIn;
  scope: AskedScope;
  nonce?: string;
  withAuthTime?: boolean;
  /** Absent: no refresh token is wanted. */
  refresh?: Pick<RefreshTokenRecord, 'scope' | 'familyId' | 'spa'> & { fixedEndMs?: number };
}

export function continueSignIn(
  cloud: Cloud,
  { client }: Exchange,
  { application, proof, clientInfo }: TokenRequest,
  { signedIn, scope, refresh, ...rest }: Continued,
): GrantOutcome {
  const user = cloud.users.byId(signedIn.userId);
  if (user === undefined || user.accountEnabled === false) return { refused: { code: 50057 } };
  const refused = judgeAccess(cloud.tenant, {
    ...{ user, application, ipAddress: client.address, methods: signedIn.methods },
    resource: scope.resource.audience,
  });
  if (refused !== undefined) return { refused };
  if (judgeConsent(cloud, { application, user, scope }) !== 'granted') {
    return { refused: { code: 65001 } };
  }
  const refreshToken = refresh && renew(cloud, signedIn, application.clientId, proof, refresh);
  return {
    issue: {
      ...{ application, scope, user, signedIn, clientInfo, ...rest },
      clientProof: proof,
      uti: opaque(cloud.ids),
      ...(refreshToken !== undefined && { refreshToken }),
    },
  };
}

function renew(
  cloud: Cloud,
  { userId, authenticatedMs, methods, sessionId }: SignedIn,
  clientId: string,
  proof: TokenRequest['proof'],
  { fixedEndMs, ...record }: NonNullable<Continued['refresh']>,
): string {
  const signedIn = { userId, authenticatedMs, methods, sessionId };
  const confidential = proof !== '0';
  return createRefreshToken(cloud, { ...signedIn, ...record, clientId, confidential }, fixedEndMs);
}
