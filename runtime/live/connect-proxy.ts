/**
 * An HTTP CONNECT proxy that ends tunnels itself: it has certificates for the names it is given. To
 * other names of the lab, those that agents call, it hands the tunnel to a site's gateway; it dials
 * nobody else, so nothing gets past it to the outside. It is for clients that drop the port of an
 * authority, for those that may not be told another name, and for an agent in another process.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Service } from '../ports.ts';
import { type ConnectRequest, renderConnect } from './connect-head.ts';
import { listen } from './listen.ts';
import { LOOPBACK } from './names.ts';
import { createListener, type ServeWorld } from './server.ts';
import { trackSocket } from './track-socket.ts';

export interface ConnectProxyOptions {
  world: Pick<ServeWorld, 'activity' | 'serverContexts'>;
  /** What it answers for; on any port. */
  hosts: readonly string[];
  service: Service;
  port: number;
  /** Port of the gateway that leads to a name, where it is one of the lab's. Default: none does. */
  gatewayTo?: GatewayTo;
}

/** `site`: whose gateway, as the caller's `x-lab-site` says; by default the first. */
export type GatewayTo = (host: string, site: string | undefined) => number | undefined;

export interface ConnectProxy extends AsyncDisposable {
  /** `http://127.0.0.1:{port}` */
  readonly url: string;
}

/** @throws LabError `PORT_BUSY`, `PORT_FORBIDDEN` */
export async function startConnectProxy(options: ConnectProxyOptions): Promise<ConnectProxy> {
  const { world, hosts, service, gatewayTo } = options;
  const inner = await createListener(world, hosts, service);
  const front = createServer(refuseRequest);
  const sockets = new Set<Socket>();
  front.on('connection', (socket) => {
    trackSocket(sockets, socket);
    if (!isLoopback(socket.remoteAddress)) socket.destroy();
  });
  front.on('connect', (request, socket, head) => {
    const host = parseTarget(request.url ?? '');
    const gatewayPort = host && gatewayTo?.(host, headerOf(request, 'x-lab-site'));
    if (host === undefined) refuseTunnel(socket, host, hosts);
    else if (hosts.includes(host)) openTunnel(inner.server, socket, head);
    else if (gatewayPort) leadOn(gatewayPort, askedOf(request, host), socket, head);
    else refuseTunnel(socket, host, hosts);
  });
  const port = await listen(front, options.port);
  return {
    url: `http://${LOOPBACK}:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => front.close(resolve));
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
      // It never listened: closing it would only report that.
    },
  };
}

function openTunnel(inner: Server, socket: Duplex, head: Buffer): void {
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  if (head.length > 0) socket.unshift(head);
  inner.emit('connection', socket);
}

/** The gateway answers the caller itself, or lets it wait. */
function leadOn(port: number, asked: ConnectRequest, socket: Duplex, head: Buffer): void {
  const onward = connect({ host: LOOPBACK, port, noDelay: true });
  onward.on('error', () => socket.destroy());
  onward.once('close', () => socket.destroy());
  socket.once('close', () => onward.destroy());
  onward.write(renderConnect(asked));
  onward.write(head);
  onward.pipe(socket).pipe(onward);
}

function askedOf(request: IncomingMessage, host: string): ConnectRequest {
  const port = Number(/:(\d+)$/.exec(request.url ?? '')?.[1] ?? 443);
  return { host, port, component: headerOf(request, 'x-lab-component') ?? 'unknown' };
}

/** Words only: it goes into a head of ours. */
function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  return /^[\w.-]{1,64}$/.exec(String(headers[name] ?? ''))?.[0];
}

/** `host:port` or `[::1]:port`, the host in lower case; undefined for anything else. */
export function parseTarget(target: string): string | undefined {
  const [, host] = /^([^\s:/@]+|\[[0-9a-f:.]+\]):\d{1,5}$/i.exec(target) ?? [];
  return host?.toLowerCase();
}

function refuseTunnel(socket: Duplex, host: string | undefined, hosts: readonly string[]): void {
  const asked = host === undefined ? 'an address that cannot be read' : 'another name';
  const body = `This proxy leads to its lab only: ${hosts.join(', ')}. It was asked for ${asked}.\n`;
  socket.end(
    `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function refuseRequest(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(405, {
    'content-type': 'text/plain; charset=utf-8',
    allow: 'CONNECT',
    connection: 'close',
  });
  response.end('This proxy takes CONNECT only: the lab has no plain HTTP.\n');
}

function isLoopback(address = ''): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
