/**
 * Web pages at the token endpoint: only those whose origin is that of a redirect URI of type `spa`
 * may read an answer, and only what was issued to such an address may be redeemed from a page.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Application, RedirectUri } from '../tenant/application.ts';
import type { Tenant } from '../tenant/tenant.ts';

function isOriginOf({ redirectUris }: Application, origin: string): boolean {
  return redirectUris.some(
    ({ type, uri }) => type === 'spa' && originOf(uri) === withoutPort(origin),
  );
}

/** A page sends `Origin` with its POST, and nothing else does. */
export function judgeOrigin(
  { request }: Pick<Exchange, 'request'>,
  application: Application,
  issuedTo: RedirectUri['type'] | 'none',
): Refusal | undefined {
  const { origin } = request.headers;
  if (issuedTo === 'spa') {
    if (origin === undefined) return { code: 9002327 };
    return isOriginOf(application, origin) ? undefined : { code: 9002326 };
  }
  return origin === undefined ? undefined : { code: 9002326 };
}

/** For refusals too: a page has to be able to read why. */
export function withCors(
  { applications }: Tenant,
  { request }: Pick<Exchange, 'request'>,
  response: HttpResponse,
): HttpResponse {
  const { origin } = request.headers;
  if (origin === undefined) return response;
  const allowed = applications.some((application) => isOriginOf(application, origin));
  const headers = { ...response.headers, vary: 'origin' };
  return {
    ...response,
    headers: allowed ? { ...headers, 'access-control-allow-origin': origin } : headers,
  };
}

/** What MSAL for the browser sends is simple enough for none; others ask first. */
export function renderPreflight(tenant: Tenant, exchange: Exchange): HttpResponse {
  const asked = exchange.request.headers['access-control-request-headers'] ?? '';
  // A list of header names and nothing else goes back.
  const names = /^[A-Za-z0-9,\s-]{1,500}$/.test(asked) ? asked : 'content-type';
  const headers = {
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': names,
    'access-control-max-age': '86400',
  };
  return withCors(tenant, exchange, { status: 200, headers, body: '' });
}

function originOf(uri: string): string | undefined {
  return URL.canParse(uri) ? withoutPort(new URL(uri).origin) : undefined;
}

/** As redirect URIs of `localhost` are compared. */
function withoutPort(origin: string): string {
  return origin.replace(/^(https?:\/\/(?:localhost|127\.0\.0\.1)):\d+$/, '$1');
}
