/**
 * One connection on its way through the gateway: from the open TCP connection to the server on,
 * through the proxy's own TLS if the path inspects it, to two ends that are joined.
 */
import { connect, type Socket } from 'node:net';
import type { InspectionAuthority } from '../../protocol/effects.ts';
import type { Course, InspectedWay, Way } from '../course.ts';
import { createHolds, type Holds, type OneWay } from '../holds.ts';
import { dataLatenessMs } from '../packet-loss.ts';
import type { PathLink } from '../path.ts';
import type { Clock, Dice } from '../ports.ts';
import type { Activity } from './activity.ts';
import { type Conduit, type End, joinEnds } from './conduit.ts';
import { codeOf } from './failure.ts';
import { confirm, deny, type Opening } from './gateway-opening.ts';
import { type Inspection, inspect } from './inspection.ts';
import { createMemoryHop, type Hop } from './memory-hop.ts';
import type { Names } from './names.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

export interface PassageWorld {
  clock: Clock;
  activity: Activity;
  names: Pick<Names, 'resolve' | 'isPlain'>;
  inspection: Readonly<Record<InspectionAuthority, Inspection>>;
}

export interface Passage {
  link: PathLink;
  /** What it met when it came up; undefined: nothing. */
  way: Way | undefined;
  conduit: Conduit;
  holds: Holds;
}

interface PassageStart {
  world: PassageWorld;
  passages: Set<Passage>;
  socket: Socket;
  upstream: Upstream;
  link: PathLink;
  course(): Course;
  /** What it meets; undefined: nothing. */
  meets: Way | undefined;
}

/** Memory where the server is in this process. */
export type Upstream = Socket | Hop;

/** `undefined`: it cannot be had, or is not wanted any more; the caller has been told. */
export async function connectUpstream(
  names: Pick<Names, 'resolve'>,
  socket: Socket,
  opening: Opening,
): Promise<Upstream | undefined> {
  const target = names.resolve(opening.host, opening.port);
  if (!target) return void deny(socket, opening, 'name-not-resolved');
  if (target.enter) {
    const [near, far] = createMemoryHop();
    target.enter(far);
    confirm(socket, opening);
    return near;
  }
  const upstream = connect({
    host: target.address,
    port: target.port,
    noDelay: true,
    allowHalfOpen: true,
  });
  const obstacle = await new Promise<string | undefined>((resolve) => {
    upstream.once('connect', () => resolve(undefined));
    upstream.once('error', (error) => resolve(codeOf(error)));
  });
  if (socket.destroyed) return void upstream.destroy();
  if (obstacle !== undefined) return void deny(socket, opening, obstacle);
  confirm(socket, opening);
  return upstream;
}

export async function startPassage(start: PassageStart): Promise<void> {
  const { world, passages, link, meets } = start;
  const near = plainEnd(start.socket);
  const far = plainEnd(start.upstream);
  const conduit = notYetJoined(near, far);
  const passage: Passage = { link, way: meets, conduit, holds: createHolds() };
  passages.add(passage);
  const over = () => void passages.delete(passage);
  const ends = meets?.kind === 'inspect' ? await inspected(start, meets) : { near, far };
  if (!ends) {
    passage.conduit.cut();
    return over();
  }
  if (meets?.kind === 'stall') passage.holds.add(meets.by, meets.by.direction);
  const { clock, activity } = world;
  const latenessMs = latenessOf(start);
  passage.conduit = joinEnds(ends.near, ends.far, {
    ...{ clock, touch: activity.touch, latenessMs, over },
  });
  settleHolds(passage);
}

/** Brings what the conduit does in line with what holds it. */
export function settleHolds({ conduit, holds }: Passage): void {
  for (const way of ['out', 'in'] as const) {
    if (holds.holds(way)) conduit.hold(way);
    else conduit.release(way);
  }
}

async function inspected(
  { world, socket, upstream, link }: PassageStart,
  { authority, presents, upgrades }: InspectedWay,
): Promise<{ near: End; far: End } | undefined> {
  const ends = await inspect(world.inspection[authority], presents, {
    ...{ client: socket, server: upstream, host: link.host },
  });
  if (!ends || upgrades) return ends;
  const refused = await refuseUpgrade(ends.near.stream);
  if (refused) ends.far.reset();
  return refused ? undefined : ends;
}

/** Each chunk counts as one packet. */
function latenessOf({ link, course }: PassageStart): (way: OneWay) => number {
  const dice: Partial<Record<OneWay, Dice>> = {};
  return (way) => {
    const { delayMs, lossShare } = course();
    if (lossShare === 0) return delayMs;
    const draw = dice[way] ?? link.chance(`loss ${way}`);
    dice[way] = draw;
    return delayMs + dataLatenessMs(draw, lossShare);
  };
}

function plainEnd(stream: Upstream): End {
  return { stream, reset: () => void stream.resetAndDestroy() };
}

/** While the proxy still shakes hands there is nothing to hold. */
function notYetJoined(near: End, far: End): Conduit {
  return {
    hold() {},
    release() {},
    cut() {
      near.reset();
      far.reset();
    },
  };
}
