/**
 * Serving: one listener on loopback per call, with certificates on demand for the names it answers
 * to. It has no time-outs of its own, because only lab time counts. The caller's certificate is
 * asked for, never judged: that is up to the service, which knows the lab's time.
 */
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { Service } from '../ports.ts';
import type { Activity } from './activity.ts';
import { answerRequests } from './http-server.ts';
import { serveLdap } from './ldap-server.ts';
import { listen, mayListen } from './listen.ts';
import type { Hop } from './memory-hop.ts';
import type { Names } from './names.ts';
import { resetSocket } from './reset-socket.ts';
import type { ServerContexts } from './secure-contexts.ts';
import { trackSocket } from './track-socket.ts';
import { acceptUpgrades } from './web-socket-server.ts';

export interface ServeWorld {
  activity: Activity;
  names: Names;
  serverContexts: ServerContexts;
}

export interface ServeOptions {
  /** Default: any free one. */
  port?: number;
  /** A second port, if it may be had: being busy or reserved is no error. */
  alsoPort?: number;
  /** Default: loopback. All addresses is for containers, where it takes in loopback too. */
  host?: string;
}

export interface Serving extends AsyncDisposable {
  readonly port: number;
  /** Whether `alsoPort` could be had. */
  readonly also: boolean;
}

/** Whose certificate callers see that name nobody, for example those who call an address. */
const DEFAULT_NAME = 'localhost';

/** As long as `setTimeout` can wait. */
const NEVER_MS = 2 ** 31 - 1;

/** @throws LabError `PORT_BUSY` if somebody else has the port that was asked for. */
export async function serve(
  world: ServeWorld,
  hosts: readonly string[],
  service: Service,
  { port: wanted = 0, alsoPort, host: address }: ServeOptions = {},
): Promise<Serving> {
  const { names } = world;
  const main = await createListener(world, hosts, service);
  const port = await listen(main.server, wanted, address);
  const other = alsoPort === undefined ? undefined : await createListener(world, hosts, service);
  const also = other !== undefined && (await mayListen(other.server, alsoPort ?? 0, address));
  const enter = (end: Hop) => void main.server.emit('connection', end);
  for (const host of hosts) names.add(host, port, enter);
  const plain = await servePlain(world, hosts, service);
  return {
    port,
    also,
    async [Symbol.asyncDispose]() {
      for (const host of hosts) names.close(host, port);
      await main.close();
      if (also) await other.close();
      await plain?.close();
    },
  };
}

/** One listener stands for all of the service's plain ports. */
async function servePlain(
  { activity, names }: ServeWorld,
  hosts: readonly string[],
  service: Service,
): Promise<Listener | undefined> {
  if (!service.plain?.length) return undefined;
  const server = service.bind ? createSilentServer() : createPlainServer(service, activity);
  const listener = closable(server, activity);
  const port = await listen(server, 0);
  for (const host of hosts) names.addPlain(host, service.plain, port);
  return listener;
}

/**
 * It reads, because only who reads sees that the other side has gone; and it just closes then: a
 * socket that is being shut down cannot be reset, and one that was to be keeps Node from ending.
 */
function createSilentServer(): Server {
  return createTcpServer({ allowHalfOpen: true }, (socket) => {
    socket.once('end', () => socket.destroy());
    socket.resume();
  });
}

function createPlainServer(service: Service, activity: Activity): Server {
  const server = createHttpServer({ requestTimeout: 0, headersTimeout: 0 });
  server.keepAliveTimeout = 0;
  answerRequests(server, service, activity, 'http');
  return server;
}

export interface Listener {
  /** Not yet listening. */
  server: Server;
  /** Resets what is open. */
  close(): Promise<void>;
}

/**
 * A TLS server that shows certificates for `hosts`; a listener's, or fed with sockets by a proxy.
 */
export async function createListener(
  { activity, serverContexts }: Pick<ServeWorld, 'activity' | 'serverContexts'>,
  hosts: readonly string[],
  service: Service,
): Promise<Listener> {
  const server = createServer(activity, service, {
    ...(await serverContexts.options(DEFAULT_NAME)),
    SNICallback: sniCallback(serverContexts, hosts),
    requestCert: service.clientCertificate === 'requested',
    rejectUnauthorized: false,
    handshakeTimeout: NEVER_MS,
  });
  return closable(server, activity);
}

function closable(server: Server, activity: Activity): Listener {
  const sockets = trackSockets(server, activity);
  return {
    server,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) resetSocket(socket);
      await closed;
    },
  };
}

function createServer(activity: Activity, service: Service, options: TlsOptions): Server {
  const { bind, rootDse } = service;
  if (bind) {
    return createTlsServer(options, (socket) => {
      activity.touch();
      serveLdap(socket, {
        bind(request) {
          activity.touch();
          return bind(request).finally(() => activity.touch());
        },
        ...(rootDse && { rootDse }),
      });
    });
  }
  const server = createHttpsServer({ ...options, requestTimeout: 0, headersTimeout: 0 });
  server.keepAliveTimeout = 0;
  server.on('secureConnection', () => activity.touch());
  answerRequests(server, service, activity);
  acceptUpgrades(server, service, activity);
  return server;
}

/**
 * Node has no way to answer `unrecognized_name`: a name that is not served here ends the handshake.
 */
function sniCallback(
  contexts: ServerContexts,
  hosts: readonly string[],
): NonNullable<TlsOptions['SNICallback']> {
  const served = new Set([DEFAULT_NAME, ...hosts].map((host) => host.toLowerCase()));
  return (servername, give) => {
    const name = servername.toLowerCase();
    if (!served.has(name)) return give(new Error(`${servername} is not served here`));
    contexts.context(name).then((context) => give(null, context), give);
  };
}

function trackSockets(server: Server, activity: Activity): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    activity.touch();
    trackSocket(sockets, socket);
    socket.setNoDelay(true);
  });
  return sockets;
}
