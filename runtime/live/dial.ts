/**
 * Our dialer: resolve, connect (through the site's gateway, if there is one), TLS. What the path
 * does to names, and to the way to the proxy, a client finds out by itself, so it happens here. The
 * server's chain is judged after the handshake and before anything is sent, not during it: that is
 * how a refused chain is still in the outcome, where an inspecting proxy can be seen.
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
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import type { Course } from '../course.ts';
import { LabError } from '../lab-error.ts';
import { OPEN_SITE, type PathEnds } from '../path.ts';
import type { Call, Outcome, Peer } from '../ports.ts';
import type { Activity } from './activity.ts';
import { type Attempt, startAttempt } from './attempt.ts';
import type { LiveClock } from './clock.ts';
import { isResolved, parseConnectAnswer, readHead, renderConnect } from './connect-head.ts';
import { failureOf, failureOfObstacle, failureOfProxy, failureOfVerdict } from './failure.ts';
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
  /** Sites have hosts of their own, whose resolvers answer there, after CONNECT. Default false. */
  namesElsewhere?: boolean;
  /** What a client in a site meets before it sends anything. */
  clientCourse(ends: PathEnds): Pick<Course, 'resolution' | 'resolveMs' | 'proxied'>;
}

export interface Target {
  host: string;
  port: number;
  alpn?: 'http/1.1';
  /** Without TLS. */
  plain?: boolean;
}

/** The socket keeps an error listener of ours: its new owner may rely on `close` alone. */
export interface Secured {
  socket: Socket;
  peer: Peer;
}

export type Dialled = Outcome<Secured>;

export async function dial(world: DialWorld, target: Target, call: Call): Promise<Dialled> {
  world.activity.touch();
  const road = findRoad(world, target, call);
  const attempt = startAttempt(world, call);
  try {
    return await follow(world, target, call, road, attempt);
  } finally {
    attempt[Symbol.dispose]();
  }
}

async function follow(
  world: DialWorld,
  target: Target,
  call: Call,
  road: Road,
  attempt: Attempt,
): Promise<Dialled> {
  const { fail, step } = attempt;
  if (road.resolveMs > 0) {
    if ((await step('resolve', world.clock.sleep(road.resolveMs))) === 'timed-out') {
      return fail('timed-out', 'resolve');
    }
  }
  if (road.port === undefined) return fail('name-not-resolved', 'resolve');
  const raw = connect({ host: LOOPBACK, port: road.port, noDelay: true });
  raw.on('error', () => {});
  attempt.givingUp(() => raw.destroy());
  const obstacle = await travel(raw, road, attempt);
  if (obstacle) return obstacle;
  if (target.plain) {
    const peer = { address: LOOPBACK };
    return { ok: true, value: { socket: raw, peer }, phaseMs: attempt.phaseMs, peer };
  }
  return secure(world, target, call, raw, attempt);
}

/** Where to connect, and what to say there first. */
interface Road {
  /** `undefined`: no such name. */
  port: number | undefined;
  preamble?: string;
  proxied: boolean;
  resolveMs: number;
  /** The name is resolved at the other end of the road. */
  namesElsewhere?: boolean;
}

function findRoad(world: DialWorld, { host, port }: Target, { from }: Call): Road {
  const { component, site, proxied: wanted = false } = from;
  const known = world.names.resolve(host, port);
  if (site === OPEN_SITE) return { port: known?.port, proxied: false, resolveMs: 0 };
  const gatewayPort = world.gatewayPort(site);
  if (gatewayPort === undefined) {
    throw new LabError(
      'SITE_UNKNOWN',
      `expected the site of ${component} to be one of the lab's, got "${site}"`,
    );
  }
  const ends = { site, component, host, port, proxied: wanted };
  const { resolution, resolveMs, proxied } = world.clientCourse(ends);
  const preamble = renderConnect({ host, port, component, proxied: proxied && wanted });
  // Behind a proxy the name is the proxy's to resolve.
  if (proxied) return { port: gatewayPort, preamble, proxied, resolveMs: 0 };
  if (world.namesElsewhere) {
    return { port: gatewayPort, preamble, proxied, resolveMs, namesElsewhere: true };
  }
  const found = known && resolution !== 'no-such-name';
  return { port: found ? gatewayPort : undefined, preamble, proxied, resolveMs };
}

/** TCP, and the way through the gateway. Undefined: it stands. */
async function travel(raw: Socket, road: Road, attempt: Attempt): Promise<Dialled | undefined> {
  const { preamble, proxied, namesElsewhere } = road;
  const { step, fail } = attempt;
  if (namesElsewhere) return travelByName(raw, preamble, attempt);
  if (!proxied) {
    const obstacle = await step('connect', openRoad(raw, preamble));
    if (obstacle === 'open') return undefined;
    return fail(obstacle, obstacle === 'name-not-resolved' ? 'resolve' : 'connect');
  }
  const reached = await step('connect', openRoad(raw, undefined));
  if (reached !== 'open') return fail(reached, 'connect');
  const answer = await step('proxy', askProxy(raw, preamble ?? ''));
  return answer === 'open' ? undefined : fail(answer, 'proxy');
}

/** The host at the other end resolves the name, says so, and then connects. */
async function travelByName(
  raw: Socket,
  preamble: string | undefined,
  { step, fail }: Attempt,
): Promise<Dialled | undefined> {
  const named = await step('resolve', askName(raw, preamble ?? ''));
  const unnamed = named === 'name-not-resolved' || named === 'timed-out';
  if (named !== 'resolved') return fail(named, unnamed ? 'resolve' : 'connect');
  const obstacle = await step('connect', hearAnswer(raw));
  return obstacle === 'open' ? undefined : fail(obstacle, 'connect');
}

async function secure(
  world: DialWorld,
  target: Target,
  call: Call,
  raw: Socket,
  { step, fail, phaseMs, givingUp }: Attempt,
): Promise<Dialled> {
  const shaking = shakeHands(raw, target, world.clientContext(call.from), (socket) => {
    // Never the one below it: a TLS socket over a destroyed one keeps Node from ending.
    givingUp(() => socket.destroy());
  });
  const shaken = await step('tls', shaking);
  if (typeof shaken === 'string') return fail(shaken, 'tls', { address: LOOPBACK });
  const { socket } = shaken;
  const peer = peerOf(shaken, target.host);
  if (socket.authorized) return { ok: true, value: { socket, peer }, phaseMs, peer };
  socket.destroy();
  return fail(failureOfVerdict(socket.authorizationError), 'tls', peer);
}

interface Shaken {
  socket: TLSSocket;
  /** The server's leaf, linked to what it sent after it. */
  certificate: DetailedPeerCertificate;
}

async function openRoad(raw: Socket, preamble?: string): Promise<'open' | NetworkFailure> {
  try {
    await once(raw, 'connect');
    return preamble === undefined ? 'open' : await ask(raw, preamble, failureOfObstacle);
  } catch (error) {
    return failureOf(error);
  }
}

async function askProxy(raw: Socket, preamble: string): Promise<'open' | NetworkFailure> {
  try {
    return await ask(raw, preamble, failureOfProxy);
  } catch (error) {
    return failureOf(error);
  }
}

async function askName(raw: Socket, preamble: string): Promise<'resolved' | NetworkFailure> {
  try {
    await once(raw, 'connect');
    raw.write(preamble);
    const head = await readHead(raw);
    if (isResolved(head)) return 'resolved';
    raw.destroy();
    const answer = parseConnectAnswer(head);
    return answer === 'open' ? 'malformed-answer' : failureOfObstacle(answer.obstacle);
  } catch (error) {
    return failureOf(error);
  }
}

async function hearAnswer(raw: Socket): Promise<'open' | NetworkFailure> {
  try {
    const answer = parseConnectAnswer(await readHead(raw));
    if (answer === 'open') return answer;
    raw.destroy();
    return failureOfObstacle(answer.obstacle);
  } catch (error) {
    return failureOf(error);
  }
}

async function ask(
  raw: Socket,
  preamble: string,
  meaning: (obstacle: string) => NetworkFailure,
): Promise<'open' | NetworkFailure> {
  raw.write(preamble);
  const answer = parseConnectAnswer(await readHead(raw));
  if (answer === 'open') return answer;
  raw.destroy();
  return meaning(answer.obstacle);
}

async function shakeHands(
  raw: Socket,
  { host, alpn }: Target,
  secureContext: SecureContext,
  begun: (socket: TLSSocket) => void,
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
  begun(socket);
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
