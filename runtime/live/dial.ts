/**
 * Our TLS dialer: resolve, connect (through the site's gateway, if there is one), TLS. The server's
 * chain is judged after the handshake and before anything is sent, not during it: that is how a
 * refused chain is still in the outcome, where an inspecting proxy can be seen.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  checkServerIdentity,
  type DetailedPeerCertificate,
  type SecureContext,
  type TLSSocket,
  connect as tlsConnect,
} from 'node:tls';
import type { NetworkFailure, NetworkPhase } from '../../protocol/network-failure.ts';
import { LabError } from '../lab-error.ts';
import { OPEN_SITE } from '../path.ts';
import type { Call, Clock, Outcome, Peer } from '../ports.ts';
import type { Activity } from './activity.ts';
import type { LiveClock } from './clock.ts';
import { parseConnectAnswer, readHead, renderConnect } from './connect-head.ts';
import { failureOf, failureOfObstacle, failureOfVerdict } from './failure.ts';
import { LOOPBACK, type Names } from './names.ts';
import { presentedChain } from './presented.ts';
import type { ClientContext } from './secure-contexts.ts';

export interface DialWorld {
  clock: LiveClock;
  activity: Activity;
  names: Names;
  clientContext: ClientContext;
  /** `undefined`: there is no such site. */
  gatewayPort(site: string): number | undefined;
}

export interface Target {
  host: string;
  port: number;
  alpn?: 'http/1.1';
}

/** The socket keeps an error listener of ours: its new owner may rely on `close` alone. */
export interface Secured {
  socket: TLSSocket;
  peer: Peer;
}

export type Dialled = Outcome<Secured>;

export async function dial(world: DialWorld, target: Target, call: Call): Promise<Dialled> {
  const { clock, activity } = world;
  const phaseMs: Dialled['phaseMs'] = { resolve: 0 };
  const fail = (failure: NetworkFailure, at: NetworkPhase, peer?: Peer): Dialled => ({
    ok: false,
    failure,
    at,
    phaseMs,
    ...(peer && { peer }),
  });
  activity.touch();
  const road = findRoad(world, target, call);
  if (!road) return fail('name-not-resolved', 'resolve');

  const raw = connect({ host: LOOPBACK, port: road.port, noDelay: true });
  raw.on('error', () => {});
  const patience = startPatience(clock, patienceMsOf(call), () => raw.destroy());
  const step = async <T>(phase: NetworkPhase, work: Promise<T>): Promise<T | 'timed-out'> => {
    const startMs = clock.preciseMs();
    const result = await Promise.race([work, patience.over]);
    phaseMs[phase] = clock.preciseMs() - startMs;
    activity.touch();
    return result;
  };

  try {
    const obstacle = await step('connect', openRoad(raw, road.preamble));
    if (obstacle === 'name-not-resolved') return fail(obstacle, 'resolve');
    if (obstacle !== 'open') return fail(obstacle, 'connect');
    const shaken = await step('tls', shakeHands(raw, target, world.clientContext(call.from)));
    if (typeof shaken === 'string') return fail(shaken, 'tls', { address: LOOPBACK });
    const { socket } = shaken;
    const peer = peerOf(shaken, target.host);
    if (socket.authorized) return { ok: true, value: { socket, peer }, phaseMs, peer };
    socket.destroy();
    return fail(failureOfVerdict(socket.authorizationError), 'tls', peer);
  } finally {
    patience[Symbol.dispose]();
  }
}

/** Where to connect, and what to say there first. */
function findRoad(
  world: DialWorld,
  { host, port }: Target,
  { from }: Call,
): { port: number; preamble?: string } | undefined {
  if (from.site === OPEN_SITE) return world.names.resolve(host, port);
  const gatewayPort = world.gatewayPort(from.site);
  if (gatewayPort === undefined) {
    throw new LabError(
      'SITE_UNKNOWN',
      `expected the site of ${from.component} to be one of the lab's, got "${from.site}"`,
    );
  }
  const preamble = renderConnect({ host, port, component: from.component });
  return { port: gatewayPort, preamble };
}

function patienceMsOf({ timeoutMs, connectTimeoutMs = timeoutMs }: Call): number {
  return Math.min(timeoutMs, connectTimeoutMs);
}

interface Shaken {
  socket: TLSSocket;
  /** The server's leaf, linked to what it sent after it. */
  certificate: DetailedPeerCertificate;
}

interface Patience extends Disposable {
  over: Promise<'timed-out'>;
}

function startPatience(clock: Clock, patienceMs: number, giveUp: () => void): Patience {
  const { promise, resolve } = Promise.withResolvers<'timed-out'>();
  const timer = clock.at(clock.nowMs() + patienceMs, () => {
    resolve('timed-out');
    giveUp();
  });
  return { over: promise, [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

async function openRoad(raw: Socket, preamble?: string): Promise<'open' | NetworkFailure> {
  try {
    await once(raw, 'connect');
    if (preamble === undefined) return 'open';
    raw.write(preamble);
    const answer = parseConnectAnswer(await readHead(raw));
    if (answer === 'open') return answer;
    raw.destroy();
    return failureOfObstacle(answer.obstacle);
  } catch (error) {
    return failureOf(error);
  }
}

async function shakeHands(
  raw: Socket,
  { host, alpn }: Target,
  secureContext: SecureContext,
): Promise<Shaken | NetworkFailure> {
  let certificate: DetailedPeerCertificate | undefined;
  const socket = tlsConnect({
    socket: raw,
    servername: host,
    secureContext,
    rejectUnauthorized: false,
    // Node has the chain in hand here, and asking for it again is expensive. It does not ask us
    // about one that OpenSSL has refused.
    checkServerIdentity(name, shown) {
      certificate = shown as DetailedPeerCertificate;
      return checkServerIdentity(name, shown);
    },
    ...(alpn && { ALPNProtocols: [alpn] }),
  });
  socket.on('error', () => {});
  try {
    await once(socket, 'secureConnect');
    return { socket, certificate: certificate ?? socket.getPeerCertificate(true) };
  } catch (error) {
    socket.destroy();
    return failureOf(error);
  }
}

function peerOf({ socket, certificate }: Shaken, servername: string): Peer {
  const version = socket.getProtocol() ?? 'unknown';
  return { address: LOOPBACK, tls: { version, servername, chain: presentedChain(certificate) } };
}
