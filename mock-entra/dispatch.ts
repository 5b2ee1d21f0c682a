/**
 * From request to answer: by host name, then by method and path; each exchange leaves an entry in
 * the journal. Plain values all the way: the router is used as a table only, because web requests
 * and streams settle in turns that virtual time cannot count.
 */
import { TrieRouter } from 'hono/router/trie-router';
import type { Handle, HttpRequest } from '../runtime/ports.ts';
import type { Cloud } from './cloud.ts';
import { renderAbsent } from './errors.ts';
import { type Answer, createExchange, type Exchange, renderText } from './exchange.ts';
import type { Journal } from './journal.ts';
import { decodeFormText } from './parameters.ts';
import type { Surface } from './routes.ts';

/** `note`: what clients ask goes to the journal; agents, who ask all the time, would crowd it. */
export function createDispatch(
  cloud: Cloud,
  surfaces: readonly Surface[],
  note: Journal['add'] = cloud.journal.add,
): Handle {
  const find = createFinder(surfaces);
  return async (request, client) => {
    const target = find(request);
    if (target === undefined) return renderText(400, 'The address cannot be read.');
    const exchange = createExchange(cloud, request, client, target);
    const atMs = cloud.clock.nowMs();
    const response = target.answer ? await target.answer(cloud, exchange) : renderAbsent();
    note(exchange, response, { atMs, endedMs: cloud.clock.nowMs() });
    return response;
  };
}

/** What follows from a method and an address alone. */
interface Target extends Pick<Exchange, 'url' | 'origin' | 'params'> {
  /** Absent: nothing is there. */
  answer: Answer | undefined;
}

const RECENT_MAX = 256;

/**
 * Clients ask the same few addresses again and again, and to read one costs more than most answers.
 * A query hardly ever comes twice, and may hold a secret: only what stands before it is kept.
 */
function createFinder(surfaces: readonly Surface[]) {
  const routerFor = createRouters(surfaces);
  const recent = new Map<string, Omit<Target, 'url'> & { url?: URL }>();
  return ({ method, url: address }: HttpRequest): Target | undefined => {
    const query = address.indexOf('?');
    const name = `${method} ${query < 0 ? address : address.slice(0, query + 1)}`;
    const known = recent.get(name);
    const url = known?.url ?? URL.parse(address);
    if (url === null) return undefined;
    if (known) return { ...known, url };
    const { hostname, pathname, origin } = url;
    const place = routerFor(hostname)?.match(method, pathname.toLowerCase())[0][0]?.[0];
    const params = place ? readParams(place, pathname) : {};
    const found = { origin, params, answer: place?.answer };
    if (recent.size >= RECENT_MAX) recent.clear();
    recent.set(name, query < 0 ? { ...found, url } : found);
    return { ...found, url };
  };
}

interface Place {
  answer: Answer;
  /** Names of the path's parameters, and which part of the path each of them is. */
  params: readonly (readonly [name: string, at: number])[];
}

/** A host's table is filled when it is first asked for: many names are never called. */
function createRouters(surfaces: readonly Surface[]) {
  const tables = new Map(surfaces);
  const routers = new Map<string, TrieRouter<Place>>();
  return (host: string): TrieRouter<Place> | undefined => {
    const routes = tables.get(host);
    const router = routers.get(host) ?? (routes && createRouter(routes));
    if (router) routers.set(host, router);
    return router;
  };
}

/** Behind these names stand services to which upper and lower case in a path are the same. */
function createRouter(routes: Surface[1]): TrieRouter<Place> {
  const router = new TrieRouter<Place>();
  for (const [method, path, answer] of routes) {
    const params = path
      .split('/')
      .flatMap((part, at) => (part.startsWith(':') ? [[part.slice(1), at] as const] : []));
    router.add(method, path.toLowerCase(), { answer, params });
  }
  return router;
}

/** Parameters are as they were sent, so they come from the path before its case was dropped. */
function readParams({ params }: Place, pathname: string): Exchange['params'] {
  const sent = pathname.split('/');
  const values: Record<string, string> = {};
  for (const [name, at] of params) values[name] = decodeParam(sent[at] ?? '');
  return values;
}

/** In a path `+` is itself. */
function decodeParam(raw: string): string {
  return raw.includes('%') ? decodeFormText(raw.replaceAll('+', '%2B')) : raw;
}
