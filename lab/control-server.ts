/**
 * The control API of a running lab: faults, clock, timeline. Loopback only, JSON only, and only
 * under a loopback Host, so that no web page a person visits can reach it. Its client:
 * `control-client.ts`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LabError } from '../runtime/lab-error.ts';
import type { Where } from './faults/fault.ts';
import { FAULTS } from './faults/index.ts';
import type { Lab } from './lab.ts';

const BODY_BYTES_MAX = 64 * 1024;

export interface ControlServer extends AsyncDisposable {
  /** `http://127.0.0.1:{port}` */
  readonly url: string;
}

interface Asked {
  /** What follows the path of the route, for `/faults/{key}`. */
  rest: string;
  query: URLSearchParams;
  body: Readonly<Record<string, unknown>>;
}

type Answer = (lab: Lab, asked: Asked) => unknown;

/** The whole surface. */
const ROUTES: Readonly<Record<string, Answer>> = {
  'GET /': (lab) => describeLab(lab),
  'GET /-/healthy': () => ({ healthy: true }),
  'GET /-/ready': () => ({ ready: true }),
  'GET /agents': (lab) => describeAgents(lab),
  'GET /faults': (lab) => lab.faults.list(),
  'POST /faults': (lab, { body }) => injectFault(lab, body),
  'DELETE /faults': (lab, { rest }) => (rest ? lab.faults.off(rest) : lab.faults.reset()),
  'GET /catalogue': () =>
    Object.values(FAULTS).map(({ id, title, cause }) => ({ id, title, cause })),
  'GET /clock': (lab) => ({ nowMs: lab.clock.nowMs() }),
  'POST /clock': (lab, { body }) => moveClock(lab, body),
  'GET /timeline': (lab, { query }) => lab.timeline.entries.slice(Number(query.get('from') ?? 0)),
};

/** @throws LabError `PORT_BUSY` */
export async function startControlServer(lab: Lab, port = 0): Promise<ControlServer> {
  const server = createServer((request, response) => {
    serve(lab, request, response).catch((error: unknown) => send(response, 500, problem(error)));
  });
  await listen(server, port);
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE';
      const sentence = `Port ${port} is in use: give --control-port another one, or 0 for any free port.`;
      reject(busy ? new LabError('PORT_BUSY', sentence, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1');
  });
}

async function serve(lab: Lab, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const refusal = refuse(request);
  if (refusal) return send(response, refusal.status, { error: refusal.why });
  const path = ['/faults/'].find((prefix) => url.pathname.startsWith(prefix));
  const route = `${request.method} ${path ? path.slice(0, -1) : url.pathname}`;
  const answer = ROUTES[route];
  if (!answer) return send(response, 404, { error: `No ${route}; known: ${Object.keys(ROUTES)}.` });
  const body = await readJson(request);
  if (body === 'malformed') return send(response, 400, { error: 'Expected one JSON object.' });
  const rest = path ? decodeURIComponent(url.pathname.slice(path.length)) : '';
  const result = await settleAnswer(() => answer(lab, { rest, query: url.searchParams, body }));
  return send(response, result.status, result.value);
}

/** Expected trouble (an unknown fault, a bad value) is the caller's to read; the rest is ours. */
async function settleAnswer(answer: () => unknown): Promise<{ status: number; value: unknown }> {
  try {
    return { status: 200, value: (await answer()) ?? {} };
  } catch (error) {
    if (error instanceof LabError) return { status: 400, value: problem(error) };
    throw error;
  }
}

function refuse({ method, headers }: IncomingMessage): { status: number; why: string } | undefined {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) {
    return { status: 403, why: `Expected a loopback Host, got "${host}".` };
  }
  const writes = method === 'POST' || method === 'PUT' || method === 'PATCH';
  const json = headers['content-type']?.startsWith('application/json');
  if (writes && !json) return { status: 415, why: 'Expected content-type application/json.' };
  // A browser names the page that asks; nothing but a page sends this header.
  if (headers.origin) return { status: 403, why: 'Requests from web pages are refused.' };
  return undefined;
}

async function readJson(request: IncomingMessage): Promise<Asked['body'] | 'malformed'> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > BODY_BYTES_MAX) return 'malformed';
  }
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : 'malformed';
  } catch {
    return 'malformed';
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(value)}\n`);
}

function problem(error: unknown): { code: string; error: string } {
  const code = error instanceof LabError ? error.code : 'INTERNAL';
  return { code, error: error instanceof Error ? error.message : String(error) };
}

function describeLab(lab: Lab): unknown {
  const { mode, seed, tenantId, tenantName, sites, clientId, endpoints } = lab;
  return { mode, seed, tenantId, tenantName, sites, clientId, endpoints };
}

/** What the performance counters and the certificate store of each agent's server would show. */
function describeAgents({ agents }: Lab): unknown {
  return [...agents].map(([name, { agentId, counters, certificateEndsMs }]) => ({
    ...{ name, agentId, counters, certificateEndsMs },
  }));
}

async function injectFault(lab: Lab, body: Asked['body']): Promise<unknown> {
  const { id, where, parameters } = body;
  const places = isRecord(where) ? (where as Where) : {};
  const values = isRecord(parameters) ? (parameters as Record<string, string | number>) : {};
  return lab.faults.on(String(id), places, values);
}

/**
 * `{"advanceMs": 600000}`: the lab's clock goes forward step by step, and the answer comes when it
 * is there.
 */
async function moveClock(lab: Lab, { advanceMs }: Asked['body']): Promise<unknown> {
  if (typeof advanceMs !== 'number' || !(advanceMs > 0)) {
    const got = JSON.stringify(advanceMs);
    throw new LabError('CLOCK_STEP', `Expected advanceMs as a number of milliseconds, got ${got}.`);
  }
  await lab.advance(advanceMs);
  return { nowMs: lab.clock.nowMs() };
}
