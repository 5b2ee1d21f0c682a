/**
 * The one place that turns refusals into wire bodies: Entra's envelope, Graph's, and the short text
 * agents get. Nothing of what a caller typed leaves through here except parameter names.
 */
import { AADSTS, type AadstsCode } from '../protocol/aadsts.ts';
import type { HttpResponse } from '../runtime/ports.ts';
import type { Cloud } from './cloud.ts';
import { type Exchange, NO_STORE, renderJson, renderText } from './exchange.ts';

export interface Refusal {
  code: AadstsCode;
  /** Behind the row's text, for example the name of a parameter. */
  detail?: string;
  /** Instead of the row's, where an endpoint has a word of its own. */
  error?: string;
}

/** Fact sheet 4.6; the newer form of the description, parts split by spaces. */
export function renderAadsts(cloud: Cloud, exchange: Exchange, refusal: Refusal): HttpResponse {
  const row = AADSTS[refusal.code];
  const { traceId, correlationId, origin } = exchange;
  const timestamp = `${new Date(cloud.clock.nowMs()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const text = refusal.detail === undefined ? row.text : `${row.text} ${refusal.detail}`;
  const body = {
    error: refusal.error ?? row.oauthError,
    error_description:
      `AADSTS${row.code}: ${text} Trace ID: ${traceId} ` +
      `Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [row.code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `${origin}/error?code=${row.code}`,
    ...(row.suberror !== undefined && { suberror: row.suberror }),
  };
  const headers = { ...NO_STORE, ...idHeaders(exchange) };
  return renderJson(body, headers, row.httpStatus);
}

export interface GraphRefusal {
  status: 400 | 401 | 404;
  code: string;
  message: string;
}

/** Fact sheet 5.3. */
export function renderGraphError(
  cloud: Cloud,
  exchange: Exchange,
  { status, code, message }: GraphRefusal,
): HttpResponse {
  const innerError = {
    date: new Date(cloud.clock.nowMs()).toISOString().slice(0, 19),
    'request-id': exchange.traceId,
    'client-request-id': exchange.correlationId,
  };
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  const headers = { ...NO_STORE, ...challenge, 'request-id': exchange.traceId };
  return renderJson({ error: { code, message, innerError } }, headers, status);
}

/** To agents. No source shows the real texts: they are the lab's. */
export function renderRefusal(status: 400 | 403 | 404 | 410, text: string): HttpResponse {
  return renderText(status, text);
}

export function renderGraphAbsent(cloud: Cloud, exchange: Exchange): HttpResponse {
  const message = 'Resource not found, or not emulated.';
  return renderGraphError(cloud, exchange, { status: 404, code: 'ResourceNotFound', message });
}

export function renderAbsent(): HttpResponse {
  return renderText(404, 'There is nothing here.');
}

export function idHeaders({ traceId, correlationId }: Exchange): HttpResponse['headers'] {
  return { 'x-ms-request-id': traceId, 'client-request-id': correlationId };
}
