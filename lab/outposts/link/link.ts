/**
 * The lab's end of the link: outposts dial in here, each with the token of its kind, and nobody
 * else gets in. One connection for each kind and name; tunnels come as connections of their own,
 * asked for by number.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { listen } from '../../../runtime/live/listen.ts';
import { trackSocket } from '../../../runtime/live/track-socket.ts';
import { digest } from '../../control/access.ts';
import { OUTPOST_KINDS, type OutpostName } from '../outposts.ts';
import { LINK_BYTES_MAX } from './frames.ts';
import { createMember, type Member, renderName } from './member.ts';
import type { PackedIdentity } from './messages.ts';
import type { LinkTokens } from './run-folder.ts';

export interface LinkOptions {
  identity: PackedIdentity;
  tokens: LinkTokens;
  host: string;
  port: number;
  joined(member: Member): void;
  left(member: Member): void;
  /** The far end of a tunnel that was asked for; false: nobody did. */
  tunnelled(tunnel: string, stream: Duplex): boolean;
}

export interface Link extends AsyncDisposable {
  readonly port: number;
  member(kind: OutpostName['kind'], name: string): Member | undefined;
}

export const OUTPOSTS_PATH = '/outposts';
export const TUNNELS_PATH = '/tunnels/';

const UPGRADED =
  'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: pta-lab-tunnel\r\n\r\n';

/** @throws LabError `PORT_BUSY` */
export async function startLink(options: LinkOptions): Promise<Link> {
  const { tokens, joined, left, tunnelled } = options;
  const members = new Map<string, Member>();
  const upgrader = new WebSocketServer({ noServer: true, maxPayload: LINK_BYTES_MAX });
  const { server, sockets } = createTlsServer(options);

  function join(name: OutpostName, ws: WebSocket): void {
    const key = renderName(name);
    members.get(key)?.drop();
    const member = createMember(name, ws);
    members.set(key, member);
    void member.gone.then(() => {
      if (members.get(key) === member) members.delete(key);
      left(member);
    });
    joined(member);
  }

  server.on('upgrade', (incoming, socket, head) => {
    const url = URL.parse(incoming.url ?? '/', 'https://link');
    const name = url && nameOf(url);
    // Tunnels lead to agents' servers, so it is those that open them.
    const isOurs = isBearer(incoming, tokens[name?.kind ?? 'agent']);
    if (!url || !isOurs) return refuse(socket, 401);
    // One that is there already is asked for a sign of life first; the other comes again.
    if (name && members.get(renderName(name))?.isAlive) return refuse(socket, 409);
    if (name) return upgrader.handleUpgrade(incoming, socket, head, (ws) => join(name, ws));
    if (!url.pathname.startsWith(TUNNELS_PATH)) return refuse(socket, 404);
    const tunnel = url.pathname.slice(TUNNELS_PATH.length);
    if (head.length > 0) socket.unshift(head);
    socket.write(UPGRADED);
    if (!tunnelled(tunnel, socket)) socket.destroy();
  });

  const port = await listen(server, options.port, options.host);
  return {
    port,
    member: (kind, name) => members.get(renderName({ kind, name })),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const member of members.values()) member.drop();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function createTlsServer({ identity }: LinkOptions) {
  const sockets = new Set<Duplex>();
  const server = createServer({ cert: identity.certificatePem, key: identity.keyPem });
  server.on('request', (_, response) => response.writeHead(404).end());
  server.on('secureConnection', (socket) => {
    trackSocket(sockets, socket);
    socket.setNoDelay(true);
  });
  return { server, sockets };
}

function isBearer({ headers }: IncomingMessage, token: string): boolean {
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`));
}

/** Undefined: whoever it is, it is none. */
function nameOf({ pathname, searchParams }: URL): OutpostName | undefined {
  if (pathname !== OUTPOSTS_PATH) return undefined;
  const kind = OUTPOST_KINDS.find((one) => one === searchParams.get('kind'));
  const name = /^[\w.-]{1,63}$/.exec(searchParams.get('name') ?? '')?.[0];
  const address = /^[\d.]{7,15}$/.exec(searchParams.get('address') ?? '')?.[0];
  if (kind === undefined || name === undefined) return undefined;
  return { kind, name, ...(address !== undefined && { address }) };
}

function refuse(socket: Duplex, status: 401 | 404 | 409): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
