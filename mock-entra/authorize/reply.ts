/**
 * How an application gets its answer: in the query or the fragment of a redirect, or by a form that
 * posts itself. The address was found among the registered ones; nothing else ever stands there.
 */
import { AADSTS } from '../../protocol/aadsts.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { describeAadsts, idHeaders, type Refusal } from '../errors.ts';
import { type Exchange, NO_STORE, SECURITY_HEADERS } from '../exchange.ts';
import { renderPage } from '../pages/render-page.ts';
import type { Reply } from './request.ts';

export function renderReply(
  cloud: Cloud,
  exchange: Exchange,
  { address, mode, state }: Reply,
  fields: Readonly<Record<string, string>>,
): HttpResponse {
  const all = { ...fields, ...(state !== undefined && { state }) };
  if (mode === 'form_post') {
    const tenantSegment = exchange.params.tenant ?? '';
    return renderPage(cloud, exchange, {
      ...{ kind: 'form-post', action: address, fields: all, canary: '', tenantSegment },
    });
  }
  const text = new URLSearchParams(all).toString();
  const mark = mode === 'fragment' ? '#' : address.includes('?') ? '&' : '?';
  return renderRedirect(exchange, `${address}${mark}${text}`);
}

export function renderRefusedReply(
  cloud: Cloud,
  exchange: Exchange,
  reply: Reply,
  refusal: Refusal,
): HttpResponse {
  const { suberror } = AADSTS[refusal.code];
  return renderReply(cloud, exchange, reply, {
    error: refusal.error ?? redirectError(refusal),
    error_description: describeAadsts(cloud, exchange, refusal),
    error_uri: `${exchange.origin}/error?code=${refusal.code}`,
    ...(suberror !== undefined && { suberror }),
    ...(refusal.claims !== undefined && { claims: refusal.claims }),
  });
}

/** `location` must be an address of the tenant or our own. */
export function renderRedirect(exchange: Exchange, location: string): HttpResponse {
  const headers = { ...SECURITY_HEADERS, ...NO_STORE, ...idHeaders(exchange), location };
  return { status: 302, headers, body: '' };
}

/** The rows say what the token endpoint answers, whose `invalid_grant` is no word of redirects. */
function redirectError({ code }: Refusal): string {
  const { oauthError, suberror } = AADSTS[code];
  if (oauthError !== 'invalid_grant') return oauthError;
  return suberror === 'consent_required' ? 'consent_required' : 'interaction_required';
}
