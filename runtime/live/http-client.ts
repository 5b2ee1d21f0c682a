/**
 * HTTP over the live network: one undici client per connection, on a socket that our dialer opened.
 * undici never dials, retries or times out by itself: what is not in lab time does not happen.
 */
import { Client } from 'undici';
import { portOf } from '../../protocol/tcp.ts';
import type { Call, HttpRequest, HttpResponse, Outcome } from '../ports.ts';
import { type DialWorld, dial, type Secured } from './dial.ts';
import { failureOf } from './failure.ts';
import { flatHeaders } from './flat-headers.ts';
import { joinText } from './join-text.ts';
import { type Asked, type Connection, createPool, type PoolOptions } from './pool.ts';
import { poolKey } from './pool-key.ts';

export interface HttpClient extends Disposable {
  request(request: HttpRequest, call: Call): Promise<Outcome<HttpResponse>>;
}

type HttpConnection = Connection<HttpRequest, HttpResponse>;

/** As long as `setTimeout` can wait; the pool closes idle connections in lab time. */
const NEVER_MS = 2 ** 31 - 1;

export function createHttpClient(world: DialWorld, options: PoolOptions): HttpClient {
  const pool = createPool<HttpRequest, HttpResponse>(options);
  return {
    request(request, call) {
      const { origin, hostname, port, plain } = originOf(request.url);
      const target = { host: hostname, port, alpn: 'http/1.1', plain } as const;
      return pool.exchange(poolKey(origin, call.from), request, call, async (left) => {
        const dialled = await dial(world, target, left);
        if (!dialled.ok) return dialled;
        const connection = createHttpConnection(origin, dialled.value);
        return { ...dialled, value: connection };
      });
    },
    [Symbol.dispose]: () => pool[Symbol.dispose](),
  };
}

interface Origin {
  origin: string;
  hostname: string;
  port: number;
  plain: boolean;
  /** Characters of the origin as it was written. */
  length: number;
}

const origins = new Map<string, Origin>();
const ORIGINS_MAX = 1_000;

/** Parsed once: the same few origins are asked again and again, and parsing shows in profiles. */
function originOf(url: string): Origin {
  const start = url.indexOf('//') + 2;
  const end = /[/?#]/.exec(url.slice(start))?.index ?? url.length;
  const written = url.slice(0, start + end);
  const known = origins.get(written);
  if (known) return known;
  const parts = new URL(written);
  const { origin, hostname, protocol } = parts;
  const place = { port: portOf(parts), plain: protocol === 'http:' };
  const parsed = { origin, hostname, ...place, length: written.length };
  if (origins.size < ORIGINS_MAX) origins.set(written, parsed);
  return parsed;
}

function createHttpConnection(origin: string, { socket, peer }: Secured): HttpConnection {
  let gone: Error | undefined;
  socket.once('error', (error) => {
    gone = error;
  });
  socket.once('close', () => {
    gone ??= Object.assign(new Error('the connection is closed'), { code: 'ERR_SOCKET_CLOSED' });
  });
  const client = new Client(origin, {
    // Asked a second time, when the socket is gone, there is nothing to give: the question fails.
    // undici would wait for ever on an answer that comes before this call has returned.
    connect: (_, callback) =>
      queueMicrotask(() => (gone ? callback(gone, null) : callback(null, socket))),
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: NEVER_MS,
    keepAliveMaxTimeout: NEVER_MS,
  });
  return {
    peer,
    get usable() {
      return !gone && !socket.destroyed;
    },
    async ask(request): Promise<Asked<HttpResponse>> {
      try {
        return { ok: true, value: await send(client, request) };
      } catch (error) {
        return { ok: false, failure: failureOf(error) };
      }
    },
    destroy() {
      socket.destroy();
      void client.destroy();
    },
  };
}

function send(client: Client, request: HttpRequest): Promise<HttpResponse> {
  const { method, headers, body } = request;
  const path = request.url.slice(originOf(request.url).length) || '/';
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let status = 0;
    let answerHeaders: HttpResponse['headers'] = {};
    client.dispatch(
      { path, method, headers, body: body === '' ? null : body },
      {
        onRequestStart() {},
        onResponseStart(_, statusCode, received) {
          status = statusCode;
          answerHeaders = flatHeaders(received);
        },
        onResponseData: (_, chunk) => void chunks.push(chunk),
        onResponseEnd: () => resolve({ status, headers: answerHeaders, body: joinText(chunks) }),
        onResponseError: (_, error) => reject(error),
      },
    );
  });
}
