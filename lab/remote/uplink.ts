/**
 * The way of a lone agent's connections out of its host: what our dialer sends to a site's gateway
 * comes here instead, and goes on through real proxies, one CONNECT inside the other. Only the
 * last one, the lab's, is told which component calls and from which site.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import {
  type ConnectRequest,
  parseConnect,
  parseConnectAnswer,
  readHead,
  renderConnectAnswer,
} from '../../runtime/live/connect-head.ts';
import { codeOf } from '../../runtime/live/failure.ts';
import { listen } from '../../runtime/live/listen.ts';
import { closeAll, trackSocket } from '../../runtime/live/track-socket.ts';

export interface UplinkOptions {
  proxies: readonly URL[];
  site?: string;
}

export interface Uplink extends AsyncDisposable {
  /** On loopback: where the dialer finds its gateway. */
  readonly port: number;
}

export async function startUplink({ proxies, site }: UplinkOptions): Promise<Uplink> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => trackSocket(sockets, socket);
  const server = createServer({ noDelay: true }, (socket) => {
    track(socket);
    void carry(socket);
  });

  async function carry(socket: Socket): Promise<void> {
    const asked = await readAsked(socket);
    if (asked === undefined) return void socket.destroy();
    const [first] = proxies;
    const [host, port] = [first?.hostname.replace(/^\[|\]$/g, '') ?? '', Number(first?.port || 80)];
    const onward = track(connect({ host, port, noDelay: true }));
    socket.once('close', () => onward.destroy());
    const obstacle = await openWay(onward, proxies, asked, site);
    if (obstacle !== undefined) {
      onward.destroy();
      socket.end(renderConnectAnswer(obstacle));
      return;
    }
    onward.once('close', () => socket.destroy());
    socket.write(renderConnectAnswer());
    onward.pipe(socket).pipe(onward);
  }

  const port = await listen(server, 0);
  return {
    port,
    [Symbol.asyncDispose]: () => closeAll(server, sockets),
  };
}

async function readAsked(socket: Socket): Promise<ConnectRequest | undefined> {
  // Who goes away before asking gets no answer.
  const head = await readHead(socket).catch(() => '');
  return parseConnect(head);
}

/** What stopped it, in a word of `NetworkFailure` or Node's; undefined once the way is open. */
async function openWay(
  onward: Socket,
  proxies: readonly URL[],
  asked: ConnectRequest,
  site: string | undefined,
): Promise<string | undefined> {
  try {
    await once(onward, 'connect');
    return await askProxies(onward, proxies, asked, site);
  } catch (error) {
    return codeOf(error) || 'closed';
  }
}

/** One CONNECT inside the other; rejects with what befell the socket. */
async function askProxies(
  onward: Socket,
  proxies: readonly URL[],
  asked: ConnectRequest,
  site: string | undefined,
): Promise<string | undefined> {
  for (const [at, proxy] of proxies.entries()) {
    const next = proxies[at + 1];
    const target = next ? `${next.hostname}:${next.port || 80}` : `${asked.host}:${asked.port}`;
    const obstacle = await askProxy(onward, target, proxy, next ? undefined : { ...asked, site });
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

/** What stood in the way, by the answer of that one proxy. */
export async function askProxy(
  onward: Socket,
  target: string,
  proxy: URL,
  caller?: { component: string; site: string | undefined },
): Promise<string | undefined> {
  onward.write(renderHop(target, proxy, caller));
  return obstacleIn(await readHead(onward));
}

function renderHop(
  target: string,
  { username, password }: URL,
  caller: { component: string; site: string | undefined } | undefined,
): string {
  const lines = [`CONNECT ${target} HTTP/1.1`, `host: ${target}`];
  if (caller) lines.push(`x-lab-component: ${caller.component}`);
  if (caller?.site !== undefined) lines.push(`x-lab-site: ${caller.site}`);
  if (username !== '') {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    lines.push(`proxy-authorization: Basic ${Buffer.from(credentials).toString('base64')}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

const PROXY_STATUS: Readonly<Record<string, string>> = {
  407: 'proxy-authentication-required',
  502: 'unreachable',
  503: 'unreachable',
  504: 'timed-out',
};

/** The lab's gateway says what it met; other proxies have a status only. */
function obstacleIn(head: string): string | undefined {
  const answer = parseConnectAnswer(head);
  if (answer === 'open') return undefined;
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? '';
  if (status.startsWith('2')) return undefined;
  return /^x-lab-path:/im.test(head) ? answer.obstacle : (PROXY_STATUS[status] ?? 'refused');
}
