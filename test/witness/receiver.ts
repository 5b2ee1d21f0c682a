/**
 * A person's own application on plain loopback HTTP: it takes the redirect (query or form) and
 * serves what a test gives it.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Receiver extends AsyncDisposable {
  origin: string;
  /** The parameters of the next request to `path`, from query or form. */
  next(path: string): Promise<URLSearchParams>;
  serve(path: string, type: string, body: string): void;
}

export async function startReceiver(): Promise<Receiver> {
  const served = new Map<string, { type: string; body: string }>();
  const arrived: { path: string; parameters: URLSearchParams }[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const form = new URLSearchParams(await text(request));
    arrived.push({ path: url.pathname, parameters: form.size > 0 ? form : url.searchParams });
    server.emit('arrived');
    const { type, body } = served.get(url.pathname) ?? { type: 'text/plain', body: 'received' };
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    serve: (path, type, body) => void served.set(path, { type, body }),
    async next(path) {
      for (;;) {
        const at = arrived.findIndex((request) => request.path === path);
        const [found] = at < 0 ? [] : arrived.splice(at, 1);
        if (found) return found.parameters;
        await once(server, 'arrived');
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
