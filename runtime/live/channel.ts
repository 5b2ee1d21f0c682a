/**
 * One end of an open web socket as a `Channel`, the same for client and server. Closing tells the
 * own listener at once and does not wait for the other side, which may be behind a path that lets
 * nothing through.
 */
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import type { Channel, ChannelListener } from '../ports.ts';
import type { Activity } from './activity.ts';
import { failureOf } from './failure.ts';

/** Options of ws for both sides. */
export const WEB_SOCKET_OPTIONS = {
  perMessageDeflate: false,
  /** Real time for the closing handshake; its end changes nothing that the lab sees. */
  closeTimeout: 1000,
} as const;

/**
 * Status codes of a connection that either side closed on purpose: normal, going away, none given
 * (RFC 6455, 7.4.1).
 */
const ON_PURPOSE = [1000, 1001, 1005];

export function openChannel(
  ws: WebSocket,
  socket: Socket,
  activity: Activity,
  listenerFor: (channel: Channel) => ChannelListener,
): Channel {
  let over = false;
  let failure: NetworkFailure | undefined;
  const end = (why: NetworkFailure | undefined) => {
    if (over) return;
    over = true;
    activity.touch();
    listener.closed(why);
  };
  const channel: Channel = {
    send(text) {
      if (over) return;
      activity.touch();
      ws.send(text);
    },
    close() {
      if (over) return;
      ws.close(1000);
      queueMicrotask(() => end(undefined));
    },
  };
  const note = (error: Error) => {
    failure ??= failureOf(error);
  };
  const listener = listenerFor(channel);
  socket.on('error', note);
  ws.on('error', note);
  ws.on('message', (data: Buffer) => {
    activity.touch();
    if (!over) listener.message(data.toString());
  });
  ws.on('close', (code) => end(ON_PURPOSE.includes(code) ? undefined : (failure ?? 'closed')));
  return channel;
}
