/**
 * The control API of a running lab on a socket: who may ask, what came as JSON, what goes out. What
 * there is to ask is in `routes.ts`; who may is in `access.ts`. Its client: `client.ts`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { LabError } from '../../runtime/lab-error.ts';
import { type Listening, listenHttp } from '../../runtime/live/listen-http.ts';
import type { Lab } from '../lab.ts';
import { type ControlAccess, checkAccess, deny } from './access.ts';
import { isMembers } from './members.ts';
import { type Asked, type ControlAnswer, findRoute } from './route.ts';
import { CONTROL_ROUTES } from './routes.ts';

/** An exported tenant of 100,000 users comes back in one piece. */
const BODY_BYTES_MAX = 128 * 1024 * 1024;

export type ControlServer = Listening;

/** @throws LabError `PORT_BUSY`, or `CONTROL_TOKEN` where one is missing or too short. */
export async function startControlServer(
  lab: Lab,
  port = 0,
  access: ControlAccess = {},
): Promise<ControlServer> {
  checkAccess(access);
  const { host = '127.0.0.1' } = access;
  const server = createServer((request, response) => {
    serve(lab, access, request, response).catch((error: unknown) => {
      send(response, 500, problem(error));
    });
  });
  return await listenHttp(server, { host, port }, (error) => {
    if (error.code !== 'EADDRINUSE') return error;
    const sentence = `Port ${port} is in use: give --control-port another one, or 0 for any free port.`;
    return new LabError('PORT_BUSY', sentence, { cause: error });
  });
}

async function serve(
  lab: Lab,
  access: ControlAccess,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const denial = deny(request, access);
  if (denial) return send(response, denial.status, { error: denial.why });
  const { method = 'GET', url = '/' } = request;
  const { pathname, searchParams: query } = readUrl(url);
  const result = await settleAnswer(async () => {
    const found = findRoute(CONTROL_ROUTES, method, pathname);
    if (found === undefined) return noRoute(`${method} ${pathname}`);
    const { answer, params } = found;
    return { status: 200, value: await ask(lab, answer, request, { params, query }) };
  });
  return send(response, result.status, result.value);
}

/** `//` and its like are no path to anything. */
function readUrl(url: string): URL {
  const origin = 'http://127.0.0.1';
  return URL.canParse(url, origin) ? new URL(url, origin) : new URL('/no-such-path', origin);
}

function noRoute(route: string): Settled {
  const known = Object.keys(CONTROL_ROUTES).join(', ');
  return { status: 404, value: { error: `No ${route.slice(0, 200)}; known: ${known}.` } };
}

async function ask(
  lab: Lab,
  answer: ControlAnswer,
  request: IncomingMessage,
  { params, query }: Pick<Asked, 'params' | 'query'>,
): Promise<unknown> {
  const body = await readJson(request);
  if (body === 'malformed') throw new LabError('CONTROL_INPUT', 'Expected one JSON object.');
  return (await answer(lab, { params, query, body })) ?? {};
}

interface Settled {
  status: number;
  value: unknown;
}

/** Expected trouble (an unknown fault, a bad value) is the caller's to read; the rest is ours. */
async function settleAnswer(answer: () => Promise<Settled>): Promise<Settled> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof LabError) return { status: 400, value: problem(error) };
    throw error;
  }
}

async function readJson(request: IncomingMessage): Promise<Asked['body'] | 'malformed'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return 'malformed';
    chunks.push(chunk);
  }
  if (bytes === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return isMembers(value) ? value : 'malformed';
  } catch {
    return 'malformed';
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(value)}\n`);
}

function problem(error: unknown): { code: string; error: string } {
  const code = error instanceof LabError ? error.code : 'INTERNAL';
  return { code, error: error instanceof Error ? error.message : String(error) };
}
