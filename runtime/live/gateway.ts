/**
 * A site's way out to the cloud: every connection of the site goes through here, and path effects
 * happen here and nowhere else. It decides on a new connection from its name alone, before a byte
 * of TLS; once joined, bytes are passed on without being looked at, unless the path inspects them.
 */
import { createServer, type Socket } from 'node:net';
import type { InspectionAuthority, PathEffect } from '../../protocol/effects.ts';
import { pathEffectsFor } from '../path.ts';
import { deny, dropSilently, readOpening, resetOnFirstBytes } from './gateway-opening.ts';
import { listen } from './listen.ts';
import { connectUpstream, type Passage, type PassageWorld, startPassage } from './passage.ts';

export interface GatewayWorld extends PassageWorld {
  site: string;
}

export interface Gateway extends AsyncDisposable {
  readonly port: number;
  /** Replaces the effects. One is new, and acts on open connections, if the object is new. */
  apply(effects: readonly PathEffect[]): void;
}

export async function startGateway(world: GatewayWorld): Promise<Gateway> {
  const state: GatewayState = { world, effects: [], passages: new Set(), sockets: new Set() };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    world.activity.touch();
    track(state, socket);
    void admit(state, socket);
  });
  const port = await listen(server, 0);
  return {
    port,
    apply(next) {
      const added = next.filter((effect) => !state.effects.includes(effect));
      state.effects = next;
      for (const passage of [...state.passages]) affect(passage, added, next);
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of state.sockets) socket.resetAndDestroy();
      await closed;
    },
  };
}

interface GatewayState {
  world: GatewayWorld;
  effects: readonly PathEffect[];
  passages: Set<Passage>;
  sockets: Set<Socket>;
}

function track({ sockets }: GatewayState, socket: Socket): void {
  sockets.add(socket);
  socket.on('error', () => {});
  socket.once('close', () => sockets.delete(socket));
}

type Way = 'pass' | 'drop' | 'refuse' | 'reset' | { inspectedBy: InspectionAuthority };

/** What the path does to a new connection: delays add up, of the rest the first one counts. */
function decideWay(effects: readonly PathEffect[]): { way: Way; delayMs: number } {
  let way: Way | undefined;
  let delayMs = 0;
  for (const effect of effects) {
    switch (effect.kind) {
      case 'delay':
        delayMs += effect.delayMs;
        break;
      case 'drop':
      case 'refuse':
      case 'reset':
        way ??= effect.kind;
        break;
      case 'inspect':
        way ??= { inspectedBy: effect.authority };
        break;
      default:
        effect satisfies never;
    }
  }
  return { way: way ?? 'pass', delayMs };
}

/** What a change of effects does to a connection that is already open. */
function affect(
  passage: Passage,
  added: readonly PathEffect[],
  effects: readonly PathEffect[],
): void {
  const { link, conduit } = passage;
  if (passage.heldBy && !effects.includes(passage.heldBy)) {
    delete passage.heldBy;
    conduit.release();
  }
  for (const effect of pathEffectsFor(added, link)) {
    if (effect.kind === 'delay' || effect.established === 'keep') continue;
    if (effect.established === 'cut') {
      conduit.cut();
      return;
    }
    passage.heldBy ??= effect;
    conduit.hold();
  }
}

async function admit(state: GatewayState, socket: Socket): Promise<void> {
  const { world, passages } = state;
  const opening = await readOpening(socket);
  if (!opening) return void socket.destroy();
  const link = { site: world.site, component: opening.component, host: opening.host };
  const delayMs = () => decideWay(pathEffectsFor(state.effects, link)).delayMs;
  if (delayMs() > 0) await world.clock.sleep(2 * delayMs());
  const { way } = decideWay(pathEffectsFor(state.effects, link));
  switch (way) {
    case 'drop':
      return dropSilently(socket);
    case 'refuse':
      return deny(socket, opening, 'refused');
    case 'reset':
      return resetOnFirstBytes(socket, opening);
    default: {
      const upstream = await connectUpstream(world.names, socket, opening);
      if (!upstream) return;
      track(state, upstream);
      const inspectedBy = way === 'pass' ? undefined : way.inspectedBy;
      return startPassage({ world, passages, socket, upstream, link, delayMs, inspectedBy });
    }
  }
}
