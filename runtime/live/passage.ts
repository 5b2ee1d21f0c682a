/**
 * One connection on its way through the gateway: from the open TCP connection to the server on,
 * through the proxy's own TLS if the path inspects it, to two ends that are joined.
 */
import { connect, type Socket } from 'node:net';
import type { InspectionAuthority, PathEffect } from '../../protocol/effects.ts';
import type { PathLink } from '../path.ts';
import type { Clock } from '../ports.ts';
import type { Activity } from './activity.ts';
import { type Conduit, type End, joinEnds } from './conduit.ts';
import { codeOf } from './failure.ts';
import { confirm, deny, type Opening } from './gateway-opening.ts';
import { type Inspection, inspect } from './inspection.ts';
import type { Names } from './names.ts';

export interface PassageWorld {
  clock: Clock;
  activity: Activity;
  names: Names;
  inspection: Readonly<Record<InspectionAuthority, Inspection>>;
}

export interface Passage {
  link: PathLink;
  conduit: Conduit;
  heldBy?: PathEffect;
}

interface PassageStart {
  world: PassageWorld;
  passages: Set<Passage>;
  socket: Socket;
  upstream: Socket;
  link: PathLink;
  delayMs: () => number;
  inspectedBy: InspectionAuthority | undefined;
}

/** `undefined`: it cannot be had, or is not wanted any more; the caller has been told. */
export async function connectUpstream(
  names: Names,
  socket: Socket,
  opening: Opening,
): Promise<Socket | undefined> {
  const target = names.resolve(opening.host, opening.port);
  if (!target) return void deny(socket, opening, 'name-not-resolved');
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
  const { world, passages, socket, upstream, link, delayMs, inspectedBy } = start;
  const near = plainEnd(socket);
  const far = plainEnd(upstream);
  const passage: Passage = { link, conduit: notYetJoined(near, far) };
  passages.add(passage);
  const over = () => void passages.delete(passage);
  const ends = inspectedBy
    ? await inspect(world.inspection[inspectedBy], socket, upstream, link.host)
    : { near, far };
  if (!ends) {
    passage.conduit.cut();
    return over();
  }
  const { clock, activity } = world;
  passage.conduit = joinEnds(ends.near, ends.far, { clock, touch: activity.touch, delayMs, over });
  if (passage.heldBy) passage.conduit.hold();
}

function plainEnd(stream: Socket): End {
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
