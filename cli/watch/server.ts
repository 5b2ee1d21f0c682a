/**
 * The watch over HTTP: status page, `/probe` and `/metrics` for Prometheus, health, reload.
 * Loopback unless told otherwise. Nothing that is asked can change where a credential goes.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { WatchMetrics } from '../../probes/live/metrics/watch-metrics.ts';
import type { Watch } from '../../probes/live/watch/watch.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { type Listening, listenHttp } from '../../runtime/live/listen-http.ts';
import type { Secret } from '../../runtime/secret.ts';
import { checkListen, denyAsker } from './access.ts';
import { type Page, textPage, withHeader } from './page.ts';
import type { FactSources } from './read-facts.ts';
import { createRoutes, type Route } from './routes.ts';

export interface WatchServerOptions extends FactSources {
  listen: { host: string; port: number };
  /** Then every request has to carry it; needed beyond loopback. */
  token?: Secret;
  watch: Watch;
  metrics: WatchMetrics;
  nowMs(): number;
}

const HEADERS_MS = 10_000;
const CONNECTIONS_MAX = 200;

/** @throws LabError `USAGE_LISTEN`, `PORT_BUSY` */
export async function startWatchServer(options: WatchServerOptions): Promise<Listening> {
  const { host, port } = options.listen;
  checkListen(host, options.token);
  const routes = createRoutes(options);
  const server = createServer((request, response) => {
    answer(request, routes, options).then(
      (page) => send(page, request, response),
      (error: unknown) => send(pageOfError(error), request, response),
    );
  });
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = HEADERS_MS;
  server.maxConnections = CONNECTIONS_MAX;
  return await listenHttp(server, options.listen, (error) => {
    const why = error.code === 'EADDRINUSE' ? 'the port is in use' : (error.code ?? error.name);
    const sentence = `listen: expected to listen on ${host} port ${port}, got: ${why}; choose another with --listen, or port 0 for any`;
    return new LabError('PORT_BUSY', sentence, { cause: error });
  });
}

async function answer(
  request: IncomingMessage,
  routes: Readonly<Record<string, Route>>,
  { token }: WatchServerOptions,
): Promise<Page> {
  const { method = 'GET', headers } = request;
  // Whatever sends a whole URL, or none, asks for no path of ours.
  const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s);
  const denial = denyAsker(headers, { path, token });
  if (denial) {
    const page = textPage(denial.status, denial.sentence);
    return denial.status === 401 ? withHeader(page, 'www-authenticate', CHALLENGE) : page;
  }
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (route === undefined) {
    return textPage(404, `nothing is here; there is ${Object.keys(routes).join(', ')}`);
  }
  if (!route.methods.includes(method)) {
    const allowed = route.methods.join(', ');
    return withHeader(textPage(405, `expected ${allowed}`), 'allow', allowed);
  }
  const timeout = headers['x-prometheus-scrape-timeout-seconds'];
  return await route.answer({
    query: new URLSearchParams(search),
    scrapeTimeout: Array.isArray(timeout) ? timeout[0] : timeout,
  });
}

/** A browser asks its person for a password then: the token, under any name. */
const CHALLENGE = 'Basic realm="pta-lab", charset="UTF-8"';

/** Our own sentences hold no secret; a foreign error may quote what it was given. */
function pageOfError(error: unknown): Page {
  if (error instanceof LabError) return textPage(500, error.message);
  const kind = error instanceof Error ? error.name : 'something thrown';
  return textPage(500, `${kind} inside pta-lab; this is a defect of pta-lab`);
}

function send({ status, headers, body }: Page, request: IncomingMessage, to: ServerResponse): void {
  // A body that nobody reads must not hold the connection.
  request.resume();
  const bytes = Buffer.from(body);
  to.writeHead(status, { ...headers, 'content-length': bytes.length });
  to.end(request.method === 'HEAD' ? undefined : bytes);
}
