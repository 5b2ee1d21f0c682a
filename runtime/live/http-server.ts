/**
 * The thin adapter between Node's server and a service's `handle`: reads the body, calls, writes
 * the answer. Who the caller is gets worked out once per connection, because parsing its
 * certificate costs more than a small request.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Client, HttpRequest, HttpResponse, Service } from '../ports.ts';
import type { Activity } from './activity.ts';
import { flatHeaders } from './flat-headers.ts';
import { LOOPBACK } from './names.ts';
import { presentedLeaf } from './presented.ts';

const BODY_BYTES_MAX = 64 * 1024;

const TOO_LARGE: HttpResponse = { status: 413, headers: { connection: 'close' }, body: '' };
const NOT_HERE: HttpResponse = { status: 404, headers: { connection: 'close' }, body: '' };

export function answerRequests(server: Server, service: Service, activity: Activity): void {
  server.on('request', (incoming, outgoing) => {
    activity.touch();
    readBody(incoming, (body) => {
      activity.touch();
      if (body === 'too-large') send(outgoing, TOO_LARGE);
      else void answer(service, readRequest(incoming, 'https', body), incoming, outgoing, activity);
    });
  });
}

/** What a handler throws is a bug of ours: it is not caught here and ends the process. */
async function answer(
  service: Service,
  request: HttpRequest,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  activity: Activity,
): Promise<void> {
  const response = (await service.handle?.(request, clientOf(incoming))) ?? NOT_HERE;
  activity.touch();
  send(outgoing, response);
}

/** Calls back once; a caller that goes away before the end of its body gets no answer. */
function readBody(incoming: IncomingMessage, done: (body: string | 'too-large') => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= BODY_BYTES_MAX) chunks.push(chunk);
  });
  incoming.on('end', () => {
    done(length > BODY_BYTES_MAX ? 'too-large' : Buffer.concat(chunks).toString());
  });
}

export function readRequest(
  incoming: IncomingMessage,
  scheme: 'https' | 'wss',
  body: string,
): HttpRequest {
  const { method = 'GET', url = '/', headers } = incoming;
  return {
    method,
    url: `${scheme}://${headers.host ?? 'localhost'}${url}`,
    headers: flatHeaders(headers),
    body,
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  // The machine's date would contradict lab time.
  outgoing.sendDate = false;
  outgoing.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  outgoing.end(body);
}

const clients = new WeakMap<object, Client>();

export function clientOf({ socket }: IncomingMessage): Client {
  const known = clients.get(socket);
  if (known) return known;
  const certificate = socket instanceof TLSSocket ? presentedLeaf(socket) : undefined;
  const address = socket.remoteAddress ?? LOOPBACK;
  const client: Client = { address, ...(certificate && { certificate }) };
  clients.set(socket, client);
  return client;
}
