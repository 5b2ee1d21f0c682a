/**
 * Loopback servers for the network's tests, with certificates for whatever name is wanted. Each
 * behaves as servers and devices on the way do on a bad day. They end with their `Hostile`.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { createAuthority } from '../../../runtime/certificate-authority.ts';
import { createRsaCrypto } from '../../../runtime/crypto/rsa.ts';
import { createDice } from '../../../runtime/dice.ts';
import { type LdapAnswers, serveLdap } from '../../../runtime/live/ldap-server.ts';
import { createServerContexts } from '../../../runtime/live/secure-contexts.ts';
import { pem } from '../../../runtime/x509.ts';
import type { Names } from './resolver.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

export interface Hostile extends AsyncDisposable {
  /** PEM of the CA behind all of them. */
  ca: string;
  tcp(behave: (socket: Socket) => void): Promise<number>;
  /** TLS for `name`; `*` for whichever is asked for; what connects without TLS is told nothing. */
  https(name: string, handle: Handle): Promise<number>;
  /** A controller of the lab's kind, for any name. */
  ldaps(name: string, answers: LdapAnswers): Promise<number>;
  /** A port on which nobody listens any more. */
  closedPort(): Promise<number>;
}

/** Every name leads to this machine. */
export const ALL_HERE: Names = {
  addresses: async (host) =>
    host.endsWith('.invalid') ? 'name-not-resolved' : [{ address: '127.0.0.1', family: 4 }],
  service: async (name) => [`dc-1.${name.split('.').slice(-2).join('.')}`],
};

export async function createHostile(caName: string): Promise<Hostile> {
  const crypto = createRsaCrypto();
  const authority = await createAuthority(crypto, {
    ...{ name: caName, dice: createDice(caName), nowMs: Date.now() },
    ...{ lifetimeMs: 86_400_000, nameConstraints: false },
  });
  const contexts = createServerContexts(crypto, authority);
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  const listen = (server: Server): Promise<number> => {
    servers.push(server);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
    });
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  };
  return {
    ca: pem('CERTIFICATE', authority.certificate.der),
    tcp: (behave) => listen(createServer(behave)),
    async https(name, handle) {
      const SNICallback: TlsOptions['SNICallback'] = (asked, give) =>
        void contexts.context(name === '*' ? asked : name).then((one) => give(null, one), give);
      const options = { ...(await contexts.options(name)), SNICallback };
      const server = createHttpsServer(options, handle);
      server.on('tlsClientError', () => {});
      return listen(server);
    },
    async ldaps(name, answers) {
      const options = await contexts.options(name);
      return listen(createTlsServer(options, (socket) => serveLdap(socket, answers)));
    },
    async closedPort() {
      const server = createServer();
      const port = await listen(server);
      await new Promise((resolve) => server.close(resolve));
      return port;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((end) => server.close(end))));
    },
  };
}
