/**
 * One connection of the virtual network: two ends, a latency, and a path that may cut or hold it.
 *
 *     client end ──out──▶ (latency) ──▶ server end       held: what is sent waits, nobody is told
 *                ◀──in─── (latency) ◀──                  cut:  both ends see a reset at once
 *
 * What the path adds to the latency is asked for each message: a delay starts and ends on open
 * connections too. Nothing overtakes.
 */
import type { PathEffect } from '../../protocol/effects.ts';
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import type { Course, Direction, Way } from '../course.ts';
import { createHolds, type Holds, type OneWay } from '../holds.ts';
import { dataLatenessMs } from '../packet-loss.ts';
import type { PathLink } from '../path.ts';
import type { Client, Clock, Dice, Peer, Service } from '../ports.ts';
import { createRest, type LinkRest } from './rest.ts';

export interface Link extends PathLink {
  /** What the client sees of the server, and the server of the client. */
  peer: Peer;
  client: Client;
  service: Service;
  /** What it met when it came up. */
  way: Way;
  readonly closed: boolean;
  /** Runs `deliver` at the other end after the latency, unless the link is cut before. */
  send(way: OneWay, deliver: () => void): void;
  /** Called once per listener when the link breaks. */
  onBreak(listener: (failure: NetworkFailure) => void): Disposable;
  /** Both ends at once: a reset in the path. */
  cut(failure: NetworkFailure): void;
  /** This end goes away without a word; what is still under way is dropped. */
  discard(): void;
  hold(by: PathEffect, direction: Direction): void;
  /** Holds that are not in the list any more are over. */
  release(effects: readonly PathEffect[]): void;
  readonly rest: LinkRest;
}

export interface LinkParts extends PathLink {
  peer: Peer;
  client: Client;
  service: Service;
  way: Way;
  latencyMs: number;
  /** What the path adds now. */
  course(): Pick<Course, 'delayMs' | 'lossShare'>;
  /** No effect acts on this connection now. */
  undisturbed(): boolean;
}

export function createLink(clock: Clock, parts: LinkParts): Link {
  const { latencyMs: _, course: __, undisturbed, ...visible } = parts;
  const breakListeners = new Set<(failure: NetworkFailure) => void>();
  const holds = createHolds();
  const state = { closed: false };
  const rest = createRest(clock, undisturbed);
  const lanes = {
    out: createLane(clock, parts, 'out', holds, state),
    in: createLane(clock, parts, 'in', holds, state),
  };
  const close = () => {
    state.closed = true;
    rest.drop();
    for (const lane of Object.values(lanes)) lane.empty();
  };
  const link: Link = {
    ...visible,
    rest,
    get closed() {
      return state.closed;
    },
    send: (way, deliver) =>
      lanes[way].pass(parts.way.kind === 'reset' ? () => link.cut('reset') : deliver),
    onBreak(listener) {
      breakListeners.add(listener);
      return { [Symbol.dispose]: () => void breakListeners.delete(listener) };
    },
    cut(failure) {
      if (state.closed) return;
      close();
      for (const listener of [...breakListeners]) listener(failure);
    },
    discard: close,
    hold: holds.add,
    release(effects) {
      holds.keepOnly(effects);
      for (const lane of Object.values(lanes)) lane.flowOn();
    },
  };
  return link;
}

interface Lane {
  pass(deliver: () => void): void;
  /** What waited is under way again, unless something still holds it. */
  flowOn(): void;
  empty(): void;
}

function createLane(
  clock: Clock,
  { latencyMs, course, chance }: LinkParts,
  way: OneWay,
  holds: Holds,
  link: { readonly closed: boolean },
): Lane {
  let lastDueMs = 0;
  let waiting: (() => void)[] = [];
  let dice: Dice | undefined;

  const addedMs = () => {
    const { delayMs, lossShare } = course();
    if (lossShare === 0) return delayMs;
    dice ??= chance(`loss ${way}`);
    return delayMs + dataLatenessMs(dice, lossShare);
  };
  const arrive = (deliver: () => void) => {
    if (link.closed) return;
    if (holds.holds(way)) waiting.push(deliver);
    else deliver();
  };
  const pass = (deliver: () => void) => {
    lastDueMs = Math.max(lastDueMs, clock.nowMs() + latencyMs + addedMs());
    // What is lost for good is never due.
    if (lastDueMs < Number.POSITIVE_INFINITY) clock.at(lastDueMs, () => arrive(deliver));
  };
  return {
    pass,
    flowOn() {
      if (!holds.holds(way)) waiting.splice(0).forEach(pass);
    },
    empty() {
      waiting = [];
    },
  };
}
