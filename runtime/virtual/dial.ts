/**
 * Opening a connection in the virtual network, phase by phase as a real one: resolve, connect (or
 * proxy), TLS. What the path does to it is decided in `runtime/course.ts`; here it turns into
 * waiting and failing. The live twins are `runtime/live/dial.ts` and `runtime/live/gateway.ts`.
 */
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import { portOf } from '../../protocol/tcp.ts';
import type { Authority } from '../certificate-authority.ts';
import type { Course, Way } from '../course.ts';
import { connectLatenessMs, dataLatenessMs } from '../packet-loss.ts';
import type { PathEnds, PathLink } from '../path.ts';
import type { Call, Clock, Crypto, Identity, Outcome, Service } from '../ports.ts';
import { shakeHands } from './handshake.ts';
import type { Link } from './link.ts';
import { openLink, SERVER_ADDRESS, siteAddress } from './open-link.ts';
import { type Steps, startSteps } from './steps.ts';

export interface Listener {
  service: Service;
  identity: Identity;
}

export interface DialWorld {
  clock: Clock;
  crypto: Crypto;
  /** Of the servers. */
  authority: Authority;
  /** One way, client to server. */
  latencyMs(link: PathLink): number;
  inspection(site: string): { trusted: Authority; unknown: Authority };
  /** Undefined: no such name. `null`: the name is known but nobody listens. */
  listener(host: string): Listener | null | undefined;
  newLink(ends: PathEnds): PathLink;
  course(link: PathLink): Course;
  /** As in `isStillCarried`, of the effects there are now. */
  carries(way: Way): boolean;
  undisturbed(link: PathLink): boolean;
  opened(link: Link): void;
}

export async function dial(world: DialWorld, url: URL, call: Call): Promise<Outcome<Link>> {
  const { component, site, proxied = false } = call.from;
  const port = portOf(url);
  const link = world.newLink({ site, component, host: url.hostname, port, proxied });
  const course = world.course(link);
  const target = { url, link, course, listener: listenerAt(world, url, course) };
  const steps = startSteps(world.clock, call);
  return (await reach(world, target, steps)) ?? secure(world, call, target, steps);
}

export interface Target {
  url: URL;
  link: PathLink;
  course: Course;
  /** As in `DialWorld.listener`. */
  listener: Listener | null | undefined;
}

function listenerAt(world: DialWorld, url: URL, { resolution }: Course): Target['listener'] {
  const listener = world.listener(url.hostname);
  if (!listener) return listener;
  if (resolution === 'no-such-name') return undefined;
  if (url.protocol !== 'http:') return listener;
  if (!listener.service.plain?.includes(portOf(url))) return null;
  return resolution === 'wrong-address' ? { ...listener, service: SOMETHING_ELSE } : listener;
}

/** What answers plain HTTP where a name leads to the wrong address. */
const SOMETHING_ELSE: Service = {
  clientCertificate: 'none',
  handle: async () => ({ status: 404, headers: { connection: 'close' }, body: '' }),
};

/** Name resolution and TCP, with the proxy's help or without. Undefined: the way is open. */
async function reach(
  world: DialWorld,
  { link, course, listener }: Target,
  steps: Steps,
): Promise<Outcome<never> | undefined> {
  const { way, proxied, resolveMs } = course;
  // Behind a proxy the name is the proxy's to resolve.
  if (!proxied) {
    if (!(await steps.take('resolve', resolveMs))) return steps.fail('timed-out', 'resolve');
    if (listener === undefined) return steps.fail('name-not-resolved', 'resolve');
  }
  const entry = proxied ? 'proxy' : 'connect';
  // The proxy is next door.
  if (proxied) steps.seen.phaseMs.connect = 0;
  const latencyMs = world.latencyMs(link) + course.delayMs;
  const lateMs = course.lossShare > 0 ? connectLatenessMs(link.chance('syn'), course.lossShare) : 0;
  const wantedMs = 2 * latencyMs + lateMs + (proxied ? resolveMs : 0);
  const inTime = await steps.take(entry, way.kind === 'drop' ? Number.POSITIVE_INFINITY : wantedMs);
  if (!inTime) return steps.fail('timed-out', entry);
  const obstacle = obstacleOf(course, listener);
  return obstacle && steps.fail(obstacle, entry);
}

function obstacleOf(
  { way, proxied }: Course,
  listener: Target['listener'],
): NetworkFailure | undefined {
  if (way.kind === 'proxy') {
    if (way.answer === 'asks-for-credentials') return 'proxy-authentication-required';
    return way.answer === 'down' ? 'refused' : 'proxy-refused';
  }
  if (listener && way.kind !== 'refuse') return undefined;
  return proxied ? 'proxy-refused' : 'refused';
}

async function secure(
  world: DialWorld,
  call: Call,
  target: Target,
  steps: Steps,
): Promise<Outcome<Link>> {
  const { way, delayMs, lossShare } = target.course;
  if (target.url.protocol === 'http:') return openPlain(world, target, steps);
  const latencyMs = world.latencyMs(target.link) + delayMs;
  const dice = lossShare > 0 ? target.link.chance('hello') : undefined;
  // A flight each way.
  const lateMs = dice ? dataLatenessMs(dice, lossShare) + dataLatenessMs(dice, lossShare) : 0;
  const wantedMs = way.kind === 'stall' ? Number.POSITIVE_INFINITY : 2 * latencyMs + lateMs;
  const inTime = await steps.take('tls', wantedMs);
  if (way.kind === 'reset') return steps.fail('reset', 'tls');
  if (!inTime) return steps.fail('timed-out', 'tls');
  return shakeHands(world, call, target, steps);
}

function openPlain(world: DialWorld, target: Target, steps: Steps): Outcome<Link> {
  const { link, course, listener } = target;
  if (!listener) return steps.fail('refused', 'connect');
  const peer = { address: SERVER_ADDRESS };
  const client = { address: siteAddress(link.site) };
  // A device that inspects TLS lets plain requests pass.
  const way: Way = course.way.kind === 'inspect' ? { kind: 'open' } : course.way;
  const opened = openLink(world, link, { peer, client, service: listener.service, way });
  if (way.kind === 'stall') opened.hold(way.by, way.by.direction);
  return { ok: true, value: opened, ...steps.seen, peer };
}
