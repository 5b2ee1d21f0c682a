/**
 * One request on its way through a route table, and how answers are put together. `origin` is how
 * the caller addressed us: discovery and issuers name that, so that clients on `localhost:<port>`
 * stay there.
 */
import type { Client, HttpRequest, HttpResponse } from '../runtime/ports.ts';
import type { Cloud } from './cloud.ts';

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

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function createExchange(cloud: Cloud, request: HttpRequest, client: Client): Exchange {
  const url = new URL(request.url);
  const sent = request.headers['client-request-id'];
  return {
    request,
    client,
    url,
    origin: url.origin,
    params: {},
    traceId: cloud.ids.guid(),
    correlationId: sent !== undefined && GUID.test(sent) ? sent.toLowerCase() : cloud.ids.guid(),
  };
}

/** Fact sheet 4.2. */
export const SECURITY_HEADERS = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
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
