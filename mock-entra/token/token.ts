/**
 * The token endpoint: read the form, find the client and judge its credential, let the grant judge
 * the rest, write the sign-in log, answer. Requests that are no sign-in at all (bad form, unknown
 * application) leave no row in the log.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { idHeaders, type Refusal, renderAadsts } from '../errors.ts';
import { type Exchange, NO_STORE, renderJson } from '../exchange.ts';
import { missing, parseForm } from '../parameters.ts';
import { recordSignIn } from '../sign-in/record-sign-in.ts';
import { judgeCredential, readClient } from './client-authentication.ts';
import { renderPreflight, withCors } from './cross-origin.ts';
import { findClient, segmentOf } from './find-client.ts';
import type { Grant, GrantOutcome, TokenRequest } from './grant.ts';
import { GRANTS } from './grants.ts';
import { issueTokens } from './issue.ts';

export async function answerToken(cloud: Cloud, exchange: Exchange): Promise<HttpResponse> {
  const outcome = await judgeTokenRequest(cloud, exchange);
  const answer =
    'refused' in outcome
      ? renderAadsts(cloud, exchange, outcome.refused)
      : renderJson(await issueTokens(cloud, exchange, outcome.issue), {
          ...NO_STORE,
          ...idHeaders(exchange),
        });
  if (outcome.signIn !== undefined) recordSignIn(cloud, exchange, outcome.signIn);
  return withCors(cloud.tenant, exchange, answer);
}

async function judgeTokenRequest(cloud: Cloud, exchange: Exchange): Promise<GrantOutcome> {
  const found = findGrant(cloud, exchange);
  if ('code' in found) return { refused: found };
  const { grant, form } = found;
  const client = readClient(form, exchange);
  if ('code' in client) return { refused: client };
  const application = findClient(cloud, exchange, client.clientId);
  if ('code' in application) return { refused: application };
  const absent = grant.required.find((name) => form.get(name) === undefined);
  if (absent !== undefined) return { refused: missing(absent) };
  const proof = await judgeCredential(cloud, exchange, application, client.credential);
  if (typeof proof === 'object') return { refused: proof };
  const clientInfo = form.get('client_info') === '1';
  return grant.judge(cloud, exchange, { form, application, proof, clientInfo });
}

function findGrant(
  cloud: Cloud,
  exchange: Exchange,
): { grant: Grant; form: TokenRequest['form'] } | Refusal {
  const segment = segmentOf(cloud, exchange);
  if (segment === 'unknown') return { code: 90002 };
  const form = parseForm(exchange.request);
  if ('code' in form) return form;
  const name = form.get('grant_type');
  if (name === undefined) return missing('grant_type');
  const grant = GRANTS.get(name);
  if (grant === undefined) return { code: 70003 };
  const code = grant.refusedAt?.[segment];
  return code === undefined ? { grant, form } : { code };
}

/** Behind POST: a preflight is answered, every other verb refused by name. */
export function answerWrongVerb(cloud: Cloud, exchange: Exchange): HttpResponse {
  return exchange.request.method === 'OPTIONS'
    ? renderPreflight(cloud.tenant, exchange)
    : renderAadsts(cloud, exchange, { code: 900561 });
}
