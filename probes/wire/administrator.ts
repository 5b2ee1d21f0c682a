/**
 * The token of the administrator who reads Graph: by password (labs), or by a delegated refresh
 * token, which is replaced each time and kept before anything else is done with the answer.
 */
import { Secret } from '../../runtime/secret.ts';
import type { Administrator, ProbeContext } from '../probe.ts';
import { PROBE_HEADERS } from './headers.ts';
import { type GrantAnswer, sendGrant, sendPasswordGrant } from './password-grant.ts';

export type AdministratorAnswer = GrantAnswer | { kind: 'nobody' };

export async function askForToken(
  context: ProbeContext,
  scope: string,
): Promise<AdministratorAnswer> {
  const { administrator } = context;
  if (administrator === undefined) return { kind: 'nobody' };
  if ('password' in administrator) {
    return sendPasswordGrant({ ...context, account: administrator }, scope, PROBE_HEADERS);
  }
  return redeem(context, administrator, scope);
}

type ByToken = Extract<Administrator, { refreshToken: Secret }>;

async function redeem(
  context: ProbeContext,
  { refreshToken, keep }: ByToken,
  scope: string,
): Promise<GrantAnswer> {
  const form = {
    grant_type: 'refresh_token',
    client_id: context.clientId,
    scope: `${scope} offline_access`,
    refresh_token: refreshToken.reveal(),
  };
  const answer = await sendGrant(context, form, PROBE_HEADERS);
  if (answer.kind === 'granted' && answer.refreshToken !== undefined) {
    await keep(new Secret(answer.refreshToken));
  }
  return answer;
}
