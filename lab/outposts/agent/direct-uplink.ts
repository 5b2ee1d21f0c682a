/**
 * The way out of an agent's server: what our dialer would say to a site's gateway it says here, and
 * here it is done for real: the name by the host's resolver, the connection by the host's routes.
 * Nothing is decided: the answer is what resolver and kernel said.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  type ConnectRequest,
  parseConnect,
  readHead,
  renderConnectAnswer,
  renderResolved,
} from '../../../runtime/live/connect-head.ts';
import { codeOf } from '../../../runtime/live/failure.ts';
import { listen } from '../../../runtime/live/listen.ts';
import { parseServiceQuestion, renderServiceAnswer } from '../../../runtime/live/srv-question.ts';
import { trackSocket } from '../../../runtime/live/track-socket.ts';
import { askProxy } from '../../remote/uplink.ts';
import { joinStreams } from '../join-streams.ts';
import type { SiteResolver } from './site-resolver.ts';

export interface DirectUplinkOptions {
  resolver: SiteResolver;
  /** Of the site's explicit web proxy, where one is wanted. */
  proxy?: URL;
}

export interface DirectUplink extends AsyncDisposable {
  /** On loopback: where this host's dialer finds its gateway. */
  readonly port: number;
  /** What a tunnel of the lab brings is treated as if it had been dialled here. */
  take(stream: Duplex): void;
}

export async function startDirectUplink(options: DirectUplinkOptions): Promise<DirectUplink> {
  const sockets = new Set<Duplex>();
  const track: Track = (socket) => trackSocket(sockets, socket);
  const take = (stream: Duplex) => void carry(track(stream), options, track);
  const server = createServer({ noDelay: true }, take);
  const port = await listen(server, 0);
  return {
    port,
    take,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

type Track = <S extends Duplex>(socket: S) => S;

async function carry(near: Duplex, options: DirectUplinkOptions, track: Track): Promise<void> {
  // Who goes away before asking gets no answer.
  const head = await readHead(near).catch(() => '');
  const service = parseServiceQuestion(head);
  if (service !== undefined) {
    near.end(renderServiceAnswer(await options.resolver.service(service)));
    return;
  }
  const asked = parseConnect(head);
  if (asked === undefined) return void near.destroy();
  const far = await reach(near, asked, options, track);
  if (typeof far === 'string') return void near.end(renderConnectAnswer(far));
  if (far === undefined) return;
  near.write(renderConnectAnswer());
  joinStreams(near, far);
}

/** A connection, or what stood in its way; undefined: nobody waits for it any more. */
async function reach(
  near: Duplex,
  asked: Required<ConnectRequest>,
  { resolver, proxy }: DirectUplinkOptions,
  track: Track,
): Promise<Socket | string | undefined> {
  if (asked.proxied && proxy) return throughProxy(near, asked, proxy, track);
  const found = await resolver.address(asked.host);
  if (near.destroyed) return undefined;
  if ('obstacle' in found) return found.obstacle;
  near.write(renderResolved());
  const far = track(
    connect({ host: found.address, port: found.port ?? asked.port, noDelay: true }),
  );
  return untilOpen(near, far, once(far, 'connect'));
}

/** What it hears there it hears from a proxy; that nobody was there to say so is a word of ours. */
async function throughProxy(
  near: Duplex,
  asked: ConnectRequest,
  proxy: URL,
  track: Track,
): Promise<Socket | string | undefined> {
  const far = track(connect({ host: proxy.hostname, port: Number(proxy.port), noDelay: true }));
  const reached = await untilOpen(near, far, once(far, 'connect'));
  if (reached !== far) return reached === 'ECONNREFUSED' ? 'proxy-down' : reached;
  const target = `${asked.host}:${asked.port}`;
  const obstacle = await askProxy(far, target, proxy).catch((error) => codeOf(error) || 'closed');
  if (obstacle === undefined) return far;
  far.destroy();
  return obstacle;
}

async function untilOpen(
  near: Duplex,
  far: Socket,
  opening: Promise<unknown>,
): Promise<Socket | string | undefined> {
  const leave = () => far.destroy();
  near.once('close', leave);
  try {
    await opening;
    near.off('close', leave);
    if (!near.destroyed) return far;
    far.destroy();
    return undefined;
  } catch (error) {
    return near.destroyed ? undefined : codeOf(error) || 'closed';
  }
}
