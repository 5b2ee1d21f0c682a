/**
 * From request to answer: by host name, then by method and path; each exchange leaves an entry in
 * the journal. Plain values all the way: the router is used as a table only, because web requests
 * and streams settle in turns that virtual time cannot count.
 */
import { TrieRouter } from 'hono/router/trie-router';
import type { Client, HttpRequest, HttpResponse } from '../runtime/ports.ts';
import type { Cloud } from './cloud.ts';
import { renderAbsent } from './errors.ts';
import { type Answer, createExchange, type Exchange, renderText } from './exchange.ts';
import type { Journal } from './journal.ts';
import type { Surface } from './routes.ts';

export type Dispatch = (request: HttpRequest, client: Client) => Promise<HttpResponse>;

/** `note`: what clients ask goes to the journal; agents, who ask all the time, would crowd it. */
export function createDispatch(
  cloud: Cloud,
  surfaces: readonly Surface[],
  note: Journal['add'] = cloud.journal.add,
): Dispatch {
  const routers = new Map(surfaces.map(([host, routes]) => [host, createRouter(routes)]));
  const answerExchange = (exchange: Exchange) => {
    const { hostname, pathname } = exchange.url;
    const router = routers.get(hostname);
    const [matches] = router?.match(exchange.request.method, pathname.toLowerCase()) ?? [[]];
    const [first] = matches;
    if (first === undefined) return renderAbsent();
    const [{ answer, path }] = first;
    return answer(cloud, { ...exchange, params: decodeParams(readParams(path, pathname)) });
  };
  return async (request, client) => {
    if (!URL.canParse(request.url)) return renderText(400, 'The address cannot be read.');
    const exchange = createExchange(cloud, request, client);
    const atMs = cloud.clock.nowMs();
    const response = await answerExchange(exchange);
    note(exchange, response, { atMs, endedMs: cloud.clock.nowMs() });
    return response;
  };
}

interface Place {
  answer: Answer;
  /** As the table writes it. */
  path: string;
}

/** Behind these names stand services to which upper and lower case in a path are the same. */
function createRouter(routes: Surface[1]): TrieRouter<Place> {
  const router = new TrieRouter<Place>();
  for (const [method, path, answer] of routes) {
    router.add(method, path.toLowerCase(), { answer, path });
  }
  return router;
}

/** Parameters are as they were sent, so they come from the path before its case was dropped. */
function readParams(path: string, pathname: string): Record<string, string> {
  const sent = pathname.split('/');
  return Object.fromEntries(
    path
      .split('/')
      .flatMap((part, at) => (part.startsWith(':') ? [[part.slice(1), sent[at] ?? '']] : [])),
  );
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
