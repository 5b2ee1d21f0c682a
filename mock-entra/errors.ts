/**
 * The one place that turns refusals into wire bodies: Entra's envelope, Graph's, and the short text
 * agents get. Nothing of what a caller typed leaves through here except parameter names.
 */
import { AADSTS, type AadstsCode, type Suberror } from '../protocol/aadsts.ts';
import { GRAPH_ERRORS, type GraphErrorCode } from '../protocol/graph-errors.ts';
import type { HttpResponse } from '../runtime/ports.ts';
import type { Cloud } from './cloud.ts';
import { type Exchange, NO_STORE, renderJson, renderText } from './exchange.ts';

export interface Refusal {
  code: AadstsCode;
  /** Behind the row's text, for example the name of a parameter. */
  detail?: string;
  /** Instead of the row's, where an endpoint has a word of its own. */
  error?: string;
  suberror?: Suberror;
  /** What the client has to send back as its `claims` parameter, JSON. */
  claims?: string;
  /** Where an expired password is changed. */
  passwordChangeUrl?: string;
}

/** Fact sheet 4.6; the newer form of the description, parts split by spaces. */
export function renderAadsts(cloud: Cloud, exchange: Exchange, refusal: Refusal): HttpResponse {
  const row = AADSTS[refusal.code];
  const { traceId, correlationId, origin } = exchange;
  const suberror = refusal.suberror ?? row.suberror;
  const body = {
    error: refusal.error ?? row.oauthError,
    error_description: describeAadsts(cloud, exchange, refusal),
    error_codes: [row.code],
    timestamp: timestampOf(cloud),
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `${origin}/error?code=${row.code}`,
    ...(suberror !== undefined && { suberror }),
    ...(refusal.claims !== undefined && { claims: refusal.claims }),
    ...(refusal.passwordChangeUrl !== undefined && {
      password_change_url: refusal.passwordChangeUrl,
    }),
  };
  const headers = {
    ...NO_STORE,
    ...idHeaders(exchange),
    ...(row.httpStatus === 429 && retryAfter(cloud.timings.tenantThrottleRetryMs)),
  };
  return renderJson(body, headers, row.httpStatus);
}

/** `error_description`, in JSON and in redirects. */
export function describeAadsts(cloud: Cloud, exchange: Exchange, refusal: Refusal): string {
  const { code, text: meaning } = AADSTS[refusal.code];
  const { traceId, correlationId } = exchange;
  const text = refusal.detail === undefined ? meaning : `${meaning} ${refusal.detail}`;
  return (
    `AADSTS${code}: ${text} Trace ID: ${traceId} ` +
    `Correlation ID: ${correlationId} Timestamp: ${timestampOf(cloud)}`
  );
}

function timestampOf({ clock }: Cloud): string {
  return `${new Date(clock.nowMs()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

export interface GraphRefusal {
  code: GraphErrorCode;
  /** Behind the row's text, in the lab's words only. */
  detail?: string;
  /** With 429. */
  retryAfterMs?: number;
  /** With 405: what the resource takes. */
  allow?: readonly string[];
}

/** Fact sheet 5.3. */
export function renderGraphError(
  cloud: Cloud,
  exchange: Exchange,
  { code, detail, retryAfterMs, allow }: GraphRefusal,
): HttpResponse {
  const { status, text } = GRAPH_ERRORS[code];
  const innerError = {
    date: new Date(cloud.clock.nowMs()).toISOString().slice(0, 19),
    'request-id': exchange.traceId,
    'client-request-id': exchange.correlationId,
  };
  const headers = {
    ...NO_STORE,
    'request-id': exchange.traceId,
    'access-control-allow-origin': '*',
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(retryAfterMs !== undefined && retryAfter(retryAfterMs)),
    ...(allow !== undefined && { allow: allow.join(', ') }),
  };
  const error = {
    code: code === 'MethodNotAllowed' ? 'Request_BadRequest' : code,
    message: detail === undefined ? text : `${text} ${detail}`,
    innerError,
  };
  return renderJson({ error }, headers, status);
}

function retryAfter(waitMs: number): HttpResponse['headers'] {
  return { 'retry-after': String(Math.ceil(waitMs / 1_000)) };
}

/** To agents. No source shows the real texts: they are the lab's. */
export function renderRefusal(status: 400 | 403 | 404 | 410 | 503, text: string): HttpResponse {
  return renderText(status, text);
}

export function renderGraphAbsent(cloud: Cloud, exchange: Exchange): HttpResponse {
  return renderGraphError(cloud, exchange, { code: 'ResourceNotFound' });
}

export function renderAbsent(): HttpResponse {
  return renderText(404, 'There is nothing here.');
}

export function idHeaders({
  traceId,
  correlationId,
}: Pick<Exchange, 'traceId' | 'correlationId'>): HttpResponse['headers'] {
  return { 'x-ms-request-id': traceId, 'client-request-id': correlationId };
}
