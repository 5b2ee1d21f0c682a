/**
 * The token endpoint, password grant: read the request, judge the password (here or through an
 * agent), write the sign-in log, answer. Requests that are no sign-in at all (bad form, unknown
 * application) leave no row in the log.
 */

import type { AadstsCode } from '../../protocol/aadsts.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { ValidationOutcome } from '../agents/hand-offs.ts';
import type { Cloud } from '../cloud.ts';
import { idHeaders, renderAadsts } from '../errors.ts';
import { type Exchange, NO_STORE, renderJson } from '../exchange.ts';
import type { SignInRow } from '../sign-in/sign-in-log.ts';
import { isCloudPassword, type User } from '../tenant/tenant.ts';
import { lifetimeSeconds, opaque, renderAccessToken, renderIdToken } from './claims.ts';
import { judgePasswordGrant, type PasswordGrant } from './password-grant.ts';

export async function answerToken(cloud: Cloud, exchange: Exchange): Promise<HttpResponse> {
  const grant = judgePasswordGrant(cloud, exchange);
  if ('code' in grant) return renderAadsts(cloud, exchange, grant);
  const startedMs = cloud.clock.nowMs();
  const outcome = await authenticate(cloud, grant);
  const uti = opaque(cloud.ids);
  const answer =
    outcome.code === 0
      ? await renderTokens(cloud, exchange, { ...grant, user: outcome.user, uti })
      : renderAadsts(cloud, exchange, { code: outcome.code });
  const row = renderRow(cloud, exchange, { grant, outcome, startedMs, uti });
  cloud.log.add(row);
  cloud.observer.signIn(row);
  return answer;
}

export function answerWrongVerb(cloud: Cloud, exchange: Exchange): HttpResponse {
  return renderAadsts(cloud, exchange, { code: 900561 });
}

type SignInOutcome = Omit<ValidationOutcome, 'code'> &
  ({ code: 0; user: User } | { code: AadstsCode });

async function authenticate(
  cloud: Cloud,
  { user, password }: PasswordGrant,
): Promise<SignInOutcome> {
  if (user === undefined) return { code: 50034 };
  const { code, ...rest } = await judgePassword(cloud, user, password);
  return code === 0 ? { ...rest, code, user } : { ...rest, code };
}

async function judgePassword(
  cloud: Cloud,
  { userPrincipalName, cloudPassword }: User,
  password: Secret,
): Promise<ValidationOutcome> {
  if (cloudPassword !== undefined) {
    return { code: isCloudPassword(password, cloudPassword) ? 0 : 50126 };
  }
  if (!cloud.tenant.passThroughAuthentication) return { code: 50056 };
  return cloud.validation.validate(userPrincipalName, password);
}

type Granted = PasswordGrant & { user: User; uti: string };

/** Both signatures at once: they are what a sign-in costs the cloud, beside one seal per agent. */
async function renderTokens(
  cloud: Cloud,
  exchange: Exchange,
  { user, application, scope, clientInfo, uti }: Granted,
): Promise<HttpResponse> {
  const { tenant, timings, signer, ids } = cloud;
  const subject = {
    tenantId: tenant.id,
    issuer: `${exchange.origin}/${tenant.id}/v2.0`,
    user,
    application,
    nowMs: cloud.clock.nowMs(),
    lifetimeMs: timings.accessTokenLifetimeMs,
  };
  const [accessToken, idToken] = await Promise.all([
    signer.sign(renderAccessToken(subject, { ...scope, uti }, ids)),
    scope.openId ? signer.sign(renderIdToken(subject, ids)) : undefined,
  ]);
  const expiresIn = lifetimeSeconds(timings.accessTokenLifetimeMs);
  const body = {
    token_type: 'Bearer',
    scope: scope.granted,
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    access_token: accessToken,
    ...(idToken !== undefined && { id_token: idToken }),
    ...(clientInfo && { client_info: renderClientInfo(user.id, tenant.id) }),
  };
  return renderJson(body, { ...NO_STORE, ...idHeaders(exchange) });
}

/** MSAL keys its account cache by this. */
function renderClientInfo(userId: string, tenantId: string): string {
  return Buffer.from(JSON.stringify({ uid: userId, utid: tenantId })).toString('base64url');
}

/**
 * Longest user name the sign-in page takes (fact sheet 4.3); no stranger fills the log with more.
 */
const NAME_CHARS_MAX = LIMITS.userNameCharsMax.value;

interface SignIn {
  grant: PasswordGrant;
  outcome: SignInOutcome;
  startedMs: number;
  uti: string;
}

function renderRow(
  cloud: Cloud,
  { traceId, correlationId, client }: Exchange,
  { grant, outcome, startedMs, uti }: SignIn,
): SignInRow {
  const { user, application, scope } = grant;
  const onPremises = user !== undefined && user.cloudPassword === undefined;
  return {
    id: traceId,
    startedMs,
    endedMs: cloud.clock.nowMs(),
    correlationId,
    requestId: traceId,
    userPrincipalName: (
      user?.userPrincipalName ?? grant.userName.slice(0, NAME_CHARS_MAX)
    ).toLowerCase(),
    userId: user?.id ?? '',
    userDisplayName: user?.displayName ?? '',
    appId: application.clientId,
    appDisplayName: application.displayName,
    resource: scope.resource.displayName,
    ipAddress: client.address,
    errorCode: outcome.code,
    ...(outcome.note !== undefined && { note: outcome.note }),
    method: onPremises ? 'pass-through' : 'cloud',
    ...(outcome.handOff !== undefined && { handOff: outcome.handOff }),
    uniqueTokenIdentifier: uti,
  };
}
