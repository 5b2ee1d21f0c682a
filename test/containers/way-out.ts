/**
 * For container tests: tries to get from a container to somewhere it should not reach. Whoever
 * listens outside does so on every address of this host but those of the engine's own bridges for
 * projects: docs/containers.md says who reaches which of these.
 */
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

export type Target = readonly [host: string, port: number];

const PATIENCE_MS = 5_000;

/** For `node -e` in a container: prints as JSON which of them took a connection. */
export function renderAttempts(targets: readonly Target[]): string {
  return `
    const { connect } = require('net');
    const attempt = ([host, port]) => new Promise((tell) => {
      const socket = connect({ host, port });
      const end = (how) => (socket.destroy(), tell(how));
      socket.on('connect', () => end([host + ':' + port])).on('error', () => end([]));
      setTimeout(() => end([]), ${PATIENCE_MS});
    });
    Promise.all(${JSON.stringify(targets)}.map(attempt)).then((all) => {
      console.log(JSON.stringify(all.flat()));
      process.exit();
    });`;
}

export interface Outside extends AsyncDisposable {
  readonly addresses: readonly string[];
  readonly port: number;
}

export async function listenEverywhere(): Promise<Outside> {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const address = server.address();
  const own = Object.entries(networkInterfaces())
    .filter(([device]) => !device.startsWith('br-'))
    .flatMap(([, all]) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal);
  return {
    addresses: own.map((one) => one.address),
    port: typeof address === 'object' && address ? address.port : 0,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
