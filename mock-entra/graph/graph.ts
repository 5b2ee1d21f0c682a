/**
 * What every request to Graph goes through: who calls, may the method, how often, what is asked
 * for, may they have it. The resource only answers. What is not emulated is refused rather than
 * ignored.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { renderGraphError } from '../errors.ts';
import { type Answer, type Exchange, NO_STORE, renderJson, renderText } from '../exchange.ts';
import { judgeBearer } from './bearer.ts';
import { judgePermission } from './permission.ts';
import { parseQuery } from './query.ts';
import {
  type GraphAnswer,
  type GraphCall,
  type GraphVersion,
  type Operation,
  type Resource,
  refuse,
} from './resource.ts';
import { RESOURCES } from './resources.ts';

/** For the route table: each address takes every method, and says itself which ones it has. */
export const GRAPH_RESOURCES: readonly (readonly ['ALL', string, Answer])[] = RESOURCES.flatMap(
  (resource) =>
    resource.versions.map(
      (version) => ['ALL', `/${version}${resource.path}`, answerFor(resource, version)] as const,
    ),
);

function answerFor(resource: Resource, version: GraphVersion): Answer {
  return async (cloud, exchange) => {
    if (exchange.request.method === 'OPTIONS') return PREFLIGHT;
    const caller = await judgeBearer(cloud, exchange);
    if (!caller.ok) return renderGraphError(cloud, exchange, caller.refusal);
    const answer = answerCaller(resource, { cloud, exchange, version }, caller.principal);
    return render(resource, version, answer, cloud, exchange);
  };
}

interface Answered {
  result: GraphAnswer;
  query?: GraphCall['query'];
}

function answerCaller(
  resource: Resource,
  asked: Pick<GraphCall, 'cloud' | 'exchange' | 'version'>,
  principal: GraphCall['principal'],
): Answered {
  const { cloud, exchange, version } = asked;
  const operation = operationOf(resource, exchange.request.method);
  if (operation === undefined) {
    const allow = resource.patch ? ['GET', 'PATCH'] : ['GET'];
    return { result: { kind: 'refused', refusal: { code: 'MethodNotAllowed', allow } } };
  }
  const retryAfterMs = cloud.conditions.graphThrottled
    ? cloud.timings.graphReportWindowMs
    : cloud.throttle.take(principal.appId, resource.quota);
  if (retryAfterMs !== undefined) {
    return { result: { kind: 'refused', refusal: { code: 'TooManyRequests', retryAfterMs } } };
  }
  const parsed = parseQuery(exchange.url.searchParams, operation.options, {
    prefixOptional: version === 'beta',
  });
  if (!parsed.ok) return { result: { kind: 'refused', refusal: parsed.refusal } };
  const denied = judgePermission(operation.access, principal, cloud.tenant.licence);
  if (denied !== undefined) return { result: refuse(denied) };
  const eventual = exchange.request.headers.consistencylevel?.toLowerCase() === 'eventual';
  const { query } = parsed;
  return { result: operation.answer({ ...asked, principal, query, eventual }), query };
}

function operationOf({ get, patch }: Resource, method: string): Operation | undefined {
  return method === 'GET' ? get : method === 'PATCH' ? patch : undefined;
}

function render(
  resource: Resource,
  version: GraphVersion,
  { result, query }: Answered,
  cloud: Cloud,
  exchange: Exchange,
): HttpResponse {
  const headers = {
    ...NO_STORE,
    'access-control-allow-origin': '*',
    'request-id': exchange.traceId,
  };
  const selected = query?.select ? `(${query.select.join(',')})` : '';
  const place = `${exchange.origin}/${version}`;
  const context = `${place}/$metadata#${resource.context}${selected}`;
  switch (result.kind) {
    case 'refused':
      return renderGraphError(cloud, exchange, result.refusal);
    case 'one':
      return renderJson({ '@odata.context': `${context}/$entity`, ...result.entity }, headers);
    case 'plain':
      return withHeaders(renderText(200, result.text), headers);
    case 'done':
      return { status: 204, headers, body: '' };
    case 'list': {
      const { rows, count, next } = result;
      const link = next && nextLink(`${place}${resource.path}`, query?.sent ?? {}, next);
      return renderJson(
        {
          '@odata.context': context,
          ...(count !== undefined && { '@odata.count': count }),
          ...(link && { '@odata.nextLink': link }),
          value: rows,
        },
        headers,
      );
    }
  }
}

/** The question again, from there on. Option names are ours, so nothing of the caller's is bare. */
function nextLink(address: string, sent: GraphCall['query']['sent'], next: string): string {
  const options = Object.entries({ ...sent, $skiptoken: next });
  return `${address}?${options.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

function withHeaders(response: HttpResponse, headers: HttpResponse['headers']): HttpResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}

/** Browsers ask before they send a token across origins. */
const PREFLIGHT: HttpResponse = {
  status: 200,
  headers: {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, PATCH, OPTIONS',
    'access-control-allow-headers': '*, authorization',
    'access-control-max-age': '3600',
  },
  body: '',
};
