/**
 * From request to answer: by host name, then by method and path. Plain values all the way; the
 * router is used as a table only, because web requests and streams settle in turns that virtual
 * time cannot count.
 */
import { TrieRouter } from 'hono/router/trie-router';
import type { Client, HttpRequest, HttpResponse } from '../runtime/ports.ts';
import type { Cloud } from './cloud.ts';
import { renderAbsent } from './errors.ts';
import { type Answer, createExchange } from './exchange.ts';
import type { Surface } from './routes.ts';

export type Dispatch = (request: HttpRequest, client: Client) => Promise<HttpResponse>;

export function createDispatch(cloud: Cloud, surfaces: readonly Surface[]): Dispatch {
  const routers = new Map(surfaces.map(([host, routes]) => [host, createRouter(routes)]));
  return async (request, client) => {
    const exchange = createExchange(cloud, request, client);
    const { hostname, pathname } = exchange.url;
    const [matches] = routers.get(hostname)?.match(request.method, pathname) ?? [[]];
    const [first] = matches;
    if (first === undefined) return renderAbsent();
    const [answer, params] = first;
    return answer(cloud, { ...exchange, params: decodeParams(params) });
  };
}

function createRouter(routes: Surface[1]): TrieRouter<Answer> {
  const router = new TrieRouter<Answer>();
  for (const [method, path, answer] of routes) router.add(method, path, answer);
  return router;
}

/**
 * Through `URLSearchParams`, which takes any text; `decodeURIComponent` throws at strangers'
 * nonsense.
 */
function decodeParams(params: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, raw]) => {
      if (!String(raw).includes('%')) return [name, String(raw)];
      const query = `value=${String(raw).replaceAll('+', '%2B').replaceAll('&', '%26')}`;
      return [name, new URLSearchParams(query).get('value') ?? ''];
    }),
  );
}
