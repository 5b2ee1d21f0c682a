/** The server's side of a web socket: asks the service, then refuses or upgrades. */
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import type { HttpResponse, Service } from '../ports.ts';
import type { Activity } from './activity.ts';
import { openChannel, WEB_SOCKET_OPTIONS } from './channel.ts';
import { clientOf, isReadable, readRequest, UNREADABLE } from './http-server.ts';

const NOT_HERE: HttpResponse = { status: 404, headers: {}, body: '' };

export function acceptUpgrades(server: Server, service: Service, activity: Activity): void {
  const chosen = new WeakMap<IncomingMessage, string>();
  const upgrader = new WebSocketServer({
    ...WEB_SOCKET_OPTIONS,
    noServer: true,
    clientTracking: false,
    handleProtocols: (offered, incoming) => {
      const protocol = chosen.get(incoming);
      return protocol !== undefined && offered.has(protocol) && protocol;
    },
  });

  async function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    activity.touch();
    socket.on('error', () => {});
    if (!isReadable(incoming)) return refuse(socket, UNREADABLE);
    const request = readRequest(incoming, 'wss', '');
    const verdict = (await service.accept?.(request, clientOf(incoming))) ?? { refuse: NOT_HERE };
    activity.touch();
    if ('refuse' in verdict) return refuse(socket, verdict.refuse);
    chosen.set(incoming, verdict.protocol);
    upgrader.handleUpgrade(incoming, socket, head, (ws) => {
      if (socket instanceof TLSSocket) openChannel(ws, socket, activity, verdict.opened);
    });
  }

  server.on('upgrade', (incoming, socket, head) => void upgrade(incoming, socket, head));
}

function refuse(socket: Duplex, { status, headers, body }: HttpResponse): void {
  const fields = {
    ...headers,
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const reason = STATUS_CODES[status] ?? 'Refused';
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body}`);
}
