/** A plain HTTP server on one address, until it is disposed of. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening extends AsyncDisposable {
  /** `http://127.0.0.1:{port}` */
  readonly url: string;
}

/** Port 0: any free one. `explain` says what to throw where it cannot listen. */
export async function listenHttp(
  server: Server,
  { host, port }: { host: string; port: number },
  explain: (error: NodeJS.ErrnoException) => Error,
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error) => reject(explain(error)));
    server.listen(port, host);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
