/**
 * One request on its way through a route table, and how answers are put together. `origin` is how
 * the caller addressed us: discovery and issuers name that, so that clients on `localhost:<port>`
 * stay there.
 */
import type { Client, HttpRequest, HttpResponse } from '../runtime/ports.ts';
import type { Cloud } from './cloud.ts';
import { isGuid } from './guid.ts';

export interface Exchange {
  request: HttpRequest;
  client: Client;
  url: URL;
  origin: string;
  /** Decoded path parameters. */
  params: Readonly<Record<string, string>>;
  /** Names this request in answers and logs. */
  traceId: string;
  /** The caller's `client-request-id` if it sent a GUID. */
  correlationId: string;
}

export type Answer = (cloud: Cloud, exchange: Exchange) => Promise<HttpResponse> | HttpResponse;

export function createExchange(
  { ids }: Pick<Cloud, 'ids'>,
  request: HttpRequest,
  client: Client,
  { url, origin, params }: Pick<Exchange, 'url' | 'origin' | 'params'>,
): Exchange {
  const sent = request.headers['client-request-id'];
  return {
    request,
    client,
    url,
    origin,
    params,
    traceId: ids.guid(),
    correlationId: sent !== undefined && isGuid(sent) ? sent.toLowerCase() : ids.guid(),
  };
}

/** Fact sheet 4.2. */
export const SECURITY_HEADERS = {
  // Entra says a year. Here that would outlive the lab: a browser would take every other server on
  // this machine's localhost for an https one, the applications under test among them.
  'strict-transport-security': 'max-age=0',
  'x-content-type-options': 'nosniff',
};

export function renderJson(
  body: unknown,
  headers: HttpResponse['headers'] = {},
  status = 200,
): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...SECURITY_HEADERS, ...headers },
    body: JSON.stringify(body),
  };
}

export function renderText(status: number, body: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** What carries a token, or says that there is none, is never cached (fact sheet 4.2). */
export const NO_STORE = {
  'cache-control': 'no-store, no-cache',
  pragma: 'no-cache',
  expires: '-1',
};
