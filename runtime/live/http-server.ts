/**
 * The thin adapter between Node's server and a service's `handle`: reads the body, calls, writes
 * the answer. Who the caller is gets worked out once per connection, because parsing its
 * certificate costs more than a small request.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { BODY_BYTES_MAX, TOO_LARGE } from '../body-limit.ts';
import type { Client, HttpRequest, HttpResponse, Service } from '../ports.ts';
import type { Activity } from './activity.ts';
import { flatHeaders } from './flat-headers.ts';
import { joinText } from './join-text.ts';
import { LOOPBACK } from './names.ts';
import { presentedLeaf } from './presented.ts';

/** A host name or address with or without a port; anything else would bend the URL around it. */
const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

export const UNREADABLE: HttpResponse = {
  status: 400,
  headers: { 'content-type': 'text/plain; charset=utf-8', connection: 'close' },
  body: 'The address of the request cannot be read.',
};
const NOT_HERE: HttpResponse = { status: 404, headers: { connection: 'close' }, body: '' };

export function answerRequests(
  server: Server,
  service: Service,
  activity: Activity,
  scheme: 'http' | 'https' = 'https',
): void {
  server.on('request', (incoming, outgoing) => {
    const take = (body: string | 'too-large') => {
      activity.touch();
      if (body === 'too-large') send(outgoing, TOO_LARGE);
      else if (!isReadable(incoming)) send(outgoing, UNREADABLE);
      else void answer(service, readRequest(incoming, scheme, body), incoming, outgoing, activity);
    };
    activity.touch();
    // To wait for the end of what is not there costs as much as many an answer.
    if (announcesBody(incoming)) readBody(incoming, take);
    else take('');
  });
}

/** What a stranger sends must become one URL: a path behind a host. `*` and whole URLs do not. */
export function isReadable({
  url = '/',
  headers: { host = 'localhost' },
}: IncomingMessage): boolean {
  return HOST.test(host) && url.startsWith('/') && URL.canParse(`https://${host}${url}`);
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

/** What is still read and dropped, so that its sender gets to see why it was refused. */
const DRAINED_BYTES_MAX = 16 * BODY_BYTES_MAX;

/** Calls back once; a caller that goes away before the end of its body gets no answer. */
function readBody(incoming: IncomingMessage, done: (body: string | 'too-large') => void): void {
  // Who announces too much is told before it comes: it may never.
  const announced = Number(incoming.headers['content-length'] ?? 0);
  let chunks: Buffer[] | undefined = announced > BODY_BYTES_MAX ? undefined : [];
  let length = 0;
  if (!chunks) done('too-large');
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= BODY_BYTES_MAX) chunks?.push(chunk);
    else if (chunks) {
      chunks = undefined;
      done('too-large');
    } else if (length > DRAINED_BYTES_MAX) incoming.destroy();
  });
  incoming.on('end', () => {
    if (chunks) done(joinText(chunks));
  });
}

/** RFC 9112, 6.3: a request without either header has no body. */
function announcesBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

export function readRequest(
  incoming: IncomingMessage,
  scheme: 'http' | 'https' | 'wss',
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

function send(outgoing: ServerResponse, { status, headers, cookies, body }: HttpResponse): void {
  // The machine's date would contradict lab time.
  outgoing.sendDate = false;
  outgoing.writeHead(status, {
    'content-length': Buffer.byteLength(body),
    ...headers,
    ...(cookies && { 'set-cookie': [...cookies] }),
  });
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
