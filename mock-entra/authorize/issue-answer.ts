/**
 * The end of a flow: the application gets its code or id token, the waiting device its approval.
 * Everything has been decided by then.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import type { SignedIn } from '../state/records.ts';
import { createAuthorizationCode } from '../token/authorization-code.ts';
import { issueIdToken, renderClientInfo } from '../token/issue.ts';
import { endFlow } from './flow.ts';
import { renderReply } from './reply.ts';
import type { ApplicationPurpose } from './request.ts';
import type { Account } from './session.ts';
import { settleDevice } from './settle-device.ts';
import type { Asking } from './standing.ts';
import type { Visit } from './visit.ts';

export async function issueAnswer(
  cloud: Cloud,
  visit: Visit,
  asking: Asking,
  account: Account,
): Promise<HttpResponse> {
  const { purpose } = visit.flow.record;
  const { signedIn } = account;
  if (purpose.kind === 'device') return settleDevice(cloud, visit, { kind: 'approved', signedIn });
  endFlow(cloud, visit.flow);
  const fields = await renderFields(cloud, visit, asking, account, purpose);
  return renderReply(cloud, visit.exchange, purpose.reply, fields);
}

async function renderFields(
  cloud: Cloud,
  visit: Visit,
  asking: Asking,
  { user, signedIn }: Account,
  purpose: ApplicationPurpose,
): Promise<Record<string, string>> {
  const { responseType, clientInfo } = purpose;
  const code =
    responseType === 'id_token' ? undefined : createCode(cloud, visit, signedIn, purpose);
  const idToken =
    responseType === 'code'
      ? undefined
      : await createIdToken(cloud, visit, asking, { user, signedIn, code });
  return {
    ...(code !== undefined && { code }),
    ...(idToken !== undefined && { id_token: idToken }),
    ...(clientInfo && { client_info: renderClientInfo(user.id, cloud.tenant.id) }),
    session_state: signedIn.sessionId,
  };
}

function createIdToken(
  cloud: Cloud,
  { exchange, flow }: Visit,
  { application, scope }: Asking,
  { user, signedIn, code }: Account & { code: string | undefined },
): Promise<string> {
  const { request, purpose } = flow.record;
  return issueIdToken(cloud, exchange, {
    application,
    user,
    nonce: (purpose.kind === 'application' && purpose.nonce) || '',
    sessionId: signedIn.sessionId,
    authenticatedMs: signedIn.authenticatedMs,
    openIdScopes: scope.openIdScopes,
    withAuthTime: request.maxAgeMs !== undefined,
    ...(code !== undefined && { code }),
  });
}

function createCode(
  cloud: Cloud,
  { flow }: Visit,
  signedIn: SignedIn,
  { reply, nonce, codeChallenge, codeChallengeMethod }: ApplicationPurpose,
): string {
  const { clientId, scope, maxAgeMs } = flow.record.request;
  return createAuthorizationCode(cloud, {
    ...signedIn,
    clientId,
    scope,
    redirectUri: reply.redirectUri,
    redirectType: reply.type,
    ...(nonce !== undefined && { nonce }),
    ...(maxAgeMs !== undefined && { withAuthTime: true }),
    ...(codeChallenge !== undefined && { codeChallenge }),
    ...(codeChallengeMethod !== undefined && { codeChallengeMethod }),
  });
}
