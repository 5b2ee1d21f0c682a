/**
 * A site's way out as the lab's own process has it: a port on loopback, and behind it the server of
 * one of the site's agents. Each connection is asked for over the link and comes as a tunnel.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isTlsRecord } from '../../../runtime/live/client-hello.ts';
import {
  isResolved,
  parseConnect,
  parseConnectAnswer,
  readHead,
  renderConnect,
  renderConnectAnswer,
} from '../../../runtime/live/connect-head.ts';
import { readOpening } from '../../../runtime/live/gateway-opening.ts';
import { listen } from '../../../runtime/live/listen.ts';
import { nextChunk } from '../../../runtime/live/next-chunk.ts';
import { joinStreams } from '../join-streams.ts';
import type { Member } from '../link/member.ts';

export interface SiteTunnels extends AsyncDisposable {
  open(site: string): Promise<number>;
  /** What came for a number that was asked for. */
  take(tunnel: string, stream: Duplex): boolean;
}

export interface TunnelsOptions {
  /** The server of that name, else another one of the site. */
  hostOf(site: string, component: string): Member | undefined;
  touch(): void;
}

/** Real time: the other side is in the next container, or it is gone. */
const TUNNEL_MS_MAX = 10_000;

export function createSiteTunnels({ hostOf, touch }: TunnelsOptions): SiteTunnels {
  const { dig, take } = createDigging();
  const sockets = new Set<Duplex>();
  const closers: (() => Promise<void>)[] = [];
  const track = (stream: Duplex) => {
    sockets.add(stream);
    stream.on('error', () => {});
    stream.once('close', () => sockets.delete(stream));
  };

  async function carry(site: string, socket: Socket): Promise<void> {
    const asked = await readAsked(socket);
    if (!asked) return void socket.destroy();
    const host = hostOf(site, asked.component);
    const far = host && (await dig(host));
    if (!far) return void (asked.isHello ? socket.resetAndDestroy() : socket.end(NOBODY));
    track(far);
    if (socket.destroyed) return void far.destroy();
    far.write(asked.head);
    if (asked.isHello && !(await isThrough(far))) {
      far.destroy();
      return void socket.resetAndDestroy();
    }
    far.on('data', touch);
    joinStreams(socket, far);
  }

  return {
    take,
    async open(site) {
      const server = createServer({ noDelay: true }, (socket) => {
        track(socket);
        carry(site, socket).catch(() => socket.destroy());
      });
      const port = await listen(server, 0);
      closers.push(() => new Promise((resolve) => server.close(() => resolve())));
      return port;
    },
    async [Symbol.asyncDispose]() {
      const closed = closers.map((close) => close());
      for (const stream of sockets) stream.destroy();
      await Promise.all(closed);
    },
  };
}

/** From asking for a tunnel to having its near end; undefined: it did not come. */
function createDigging() {
  const awaited = new Map<string, (stream: Duplex) => void>();
  return {
    async dig(host: Member): Promise<Duplex | undefined> {
      const tunnel = randomUUID();
      const { promise, resolve } = Promise.withResolvers<Duplex | undefined>();
      const timer = setTimeout(() => resolve(undefined), TUNNEL_MS_MAX);
      awaited.set(tunnel, resolve);
      host.tell({ type: 'tunnel', tunnel });
      const stream = await Promise.race([promise, host.gone.then(() => undefined)]);
      clearTimeout(timer);
      awaited.delete(tunnel);
      return stream;
    },
    /** What came for a number that was asked for. */
    take(tunnel: string, stream: Duplex): boolean {
      const resolve = awaited.get(tunnel);
      resolve?.(stream);
      return resolve !== undefined;
    },
  };
}

/** No word of `NetworkFailure`: that a container is missing is the harness's trouble. */
const NOBODY = renderConnectAnswer('EOUTPOST');

interface Asked {
  component: string;
  /** What the other end of the tunnel is told first. */
  head: string;
  isHello: boolean;
}

/**
 * A stranger's client just begins its TLS: what is behind the tunnel wants a CONNECT all the same.
 */
async function readAsked(socket: Socket): Promise<Asked | undefined> {
  const first = await nextChunk(socket);
  if (!first) return undefined;
  socket.unshift(first);
  if (isTlsRecord(first)) {
    const opening = await readOpening(socket);
    if (!opening) return undefined;
    const { component, host, port } = opening;
    return { component, head: renderConnect({ host, port, component }), isHello: true };
  }
  // Who goes away before it has asked gets no answer.
  const head = await readHead(socket).catch(() => undefined);
  if (head === undefined) return undefined;
  return { component: parseConnect(head)?.component ?? '', head, isHello: false };
}

async function isThrough(far: Duplex): Promise<boolean> {
  try {
    const named = await readHead(far);
    return isResolved(named) && parseConnectAnswer(await readHead(far)) === 'open';
  } catch {
    // It broke off: that is an answer, too.
    return false;
  }
}
