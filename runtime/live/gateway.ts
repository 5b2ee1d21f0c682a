/**
 * A site's way out to the cloud: every connection of the site goes through here, and path effects
 * happen here and nowhere else, except what a client finds out by itself (`dial.ts`: names, and how
 * to reach the proxy). It decides on a new connection from its name alone, before a byte of TLS;
 * once joined, bytes are passed on without being looked at, unless the path inspects them.
 */
import { createServer, type Socket } from 'node:net';
import type { PathEffect } from '../../protocol/effects.ts';
import { type Course, decideCourse, fateOfOpen, isStillCarried } from '../course.ts';
import { connectLatenessMs } from '../packet-loss.ts';
import { type PathEnds, type PathLink, pathEffectsFor } from '../path.ts';
import {
  confirm,
  deny,
  dropSilently,
  type Opening,
  readOpening,
  resetOnFirstBytes,
} from './gateway-opening.ts';
import { listen } from './listen.ts';
import {
  connectUpstream,
  type Passage,
  type PassageWorld,
  settleHolds,
  startPassage,
  type Upstream,
} from './passage.ts';
import { resetSocket } from './reset-socket.ts';
import { trackSocket } from './track-socket.ts';
import { type Elsewhere, endElsewhere } from './wrong-address.ts';

export interface GatewayWorld extends PassageWorld {
  site: string;
  newLink(ends: PathEnds): PathLink;
  /** Nothing leaves directly, except to the directory. */
  proxyOnly: boolean;
  elsewhere: Elsewhere;
  /** What a new connection has met already, before it came here. Default: nothing. */
  hasMet?(effect: PathEffect): boolean;
}

export interface Gateway extends AsyncDisposable {
  readonly port: number;
  /** Replaces the effects. One is new, and acts on open connections, if the object is new. */
  apply(effects: readonly PathEffect[]): void;
  /** A connection of which somebody else knows where it leads. It keeps half-open ends. */
  take(socket: Socket, opening: Opening): void;
}

export async function startGateway(world: GatewayWorld): Promise<Gateway> {
  const state: GatewayState = {
    ...{ world, effects: [], onNew: [], known: new WeakMap() },
    ...{ passages: new Set(), sockets: new Set() },
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    world.activity.touch();
    track(state, socket);
    void knock(state, socket);
  });
  const port = await listen(server, 0);
  return {
    port,
    apply(next) {
      const added = next.filter((effect) => !state.effects.includes(effect));
      state.effects = next;
      state.onNew = next.filter((effect) => !isForClients(effect) && !world.hasMet?.(effect));
      state.known = new WeakMap();
      for (const passage of [...state.passages]) affect(passage, added, next);
    },
    take(socket, opening) {
      track(state, socket);
      void admit(state, socket, opening);
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of state.sockets) resetSocket(socket);
      await closed;
    },
  };
}

interface GatewayState {
  world: GatewayWorld;
  effects: readonly PathEffect[];
  /** Those that new connections meet here. */
  onNew: readonly PathEffect[];
  known: WeakMap<PathLink, Course>;
  passages: Set<Passage>;
  sockets: Set<Upstream>;
}

/** Who cannot read the PAC file does not even come as one who wants a proxy. */
function isForClients(effect: PathEffect): boolean {
  return effect.kind === 'proxy' && effect.behaviour === 'broken-pac';
}

function track({ sockets }: GatewayState, socket: Upstream): void {
  trackSocket(sockets, socket);
}

/** Asked for each chunk, so the answer is kept for as long as the effects are the same. */
function courseOf({ world, onNew, known }: GatewayState, link: PathLink): Course {
  if (onNew.length === 0 && !world.proxyOnly) return decideCourse(onNew, link);
  const course = known.get(link) ?? decideCourse(onNew, link, world.proxyOnly);
  known.set(link, course);
  return course;
}

/** What a change of effects does to a connection that is already open. */
function affect(
  passage: Passage,
  added: readonly PathEffect[],
  effects: readonly PathEffect[],
): void {
  if (!isStillCarried(passage.way, effects)) passage.conduit.cut();
  for (const effect of pathEffectsFor(added, passage.link)) {
    const fate = fateOfOpen(effect);
    if (fate === 'cut') passage.conduit.cut();
    else if (fate !== 'keep') passage.holds.add(effect, fate);
  }
  passage.holds.keepOnly(effects);
  settleHolds(passage);
}

async function knock(state: GatewayState, socket: Socket): Promise<void> {
  const opening = await readOpening(socket);
  if (!opening) return void socket.destroy();
  return admit(state, socket, opening);
}

async function admit(state: GatewayState, socket: Socket, opening: Opening): Promise<void> {
  const { world } = state;
  const { component, host, port, proxied } = opening;
  const link = world.newLink({ site: world.site, component, host, port, proxied });
  const entryMs = entryMsOf(courseOf(state, link), link);
  if (entryMs === Number.POSITIVE_INFINITY) return dropSilently(socket);
  if (entryMs > 0) await world.clock.sleep(entryMs);
  return enter(state, socket, opening, link);
}

/** There and back, and what was sent again; behind a proxy the name is the proxy's to resolve. */
function entryMsOf({ delayMs, lossShare, resolveMs, proxied }: Course, link: PathLink): number {
  const lateMs = lossShare > 0 ? connectLatenessMs(link.chance('syn'), lossShare) : 0;
  return 2 * delayMs + lateMs + (proxied ? resolveMs : 0);
}

async function enter(
  state: GatewayState,
  socket: Socket,
  opening: Opening,
  link: PathLink,
): Promise<void> {
  const { world, passages } = state;
  const { way, resolution, proxied } = courseOf(state, link);
  const plain = world.names.isPlain(link.host, link.port);
  if (way.kind === 'drop') return dropSilently(socket);
  if (way.kind === 'proxy') return deny(socket, opening, OBSTACLES[way.answer]);
  if (way.kind === 'refuse') return deny(socket, opening, 'refused');
  if (proxied && resolution === 'no-such-name') return deny(socket, opening, 'name-not-resolved');
  if (way.kind === 'reset') return resetOnFirstBytes(socket, opening);
  if (way.kind === 'stall' && !plain) {
    confirm(socket, opening);
    return dropSilently(socket);
  }
  if (resolution === 'wrong-address') {
    confirm(socket, opening);
    return endElsewhere(world.elsewhere, socket, plain);
  }
  const upstream = await connectUpstream(world.names, socket, opening);
  if (!upstream) return;
  track(state, upstream);
  const course = () => courseOf(state, link);
  const meets = plain && way.kind === 'inspect' ? undefined : way;
  return startPassage({ world, passages, socket, upstream, link, course, meets });
}

/** Words of `NetworkFailure`, and one of our own for a proxy that is not there. */
const OBSTACLES = {
  'asks-for-credentials': 'proxy-authentication-required',
  'bad-gateway': 'proxy-refused',
  down: 'proxy-down',
} as const;
