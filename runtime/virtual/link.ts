/**
 * One connection of the virtual network: two ends, a latency, and a path that may cut or hold it.
 *
 *     client end ──send──▶ (latency) ──▶ server end        held: what is sent waits, nobody is told
 *                ◀──send── (latency) ◀──                   cut:  both ends see a reset at once
 */
import type { PathEffect } from '../../protocol/effects.ts';
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import type { PathLink } from '../path.ts';
import type { Client, Clock, Peer, Service } from '../ports.ts';

export interface Link extends PathLink {
  /** What the client sees of the server, and the server of the client. */
  peer: Peer;
  client: Client;
  service: Service;
  readonly closed: boolean;
  /** Runs `deliver` at the other end after the latency, unless the link is cut before. */
  send(deliver: () => void): void;
  /** Called once per listener when the link breaks. */
  onBreak(listener: (failure: NetworkFailure) => void): Disposable;
  /** Both ends at once: a reset in the path. */
  cut(failure: NetworkFailure): void;
  /** This end goes away without a word; what is still under way is dropped. */
  discard(): void;
  hold(by: PathEffect): void;
  release(): void;
  readonly heldBy: PathEffect | undefined;
}

export interface LinkParts extends PathLink {
  peer: Peer;
  client: Client;
  service: Service;
  latencyMs: number;
}

export function createLink(clock: Clock, parts: LinkParts): Link {
  const { latencyMs, ...visible } = parts;
  const breakListeners = new Set<(failure: NetworkFailure) => void>();
  let waiting: (() => void)[] = [];
  let heldBy: PathEffect | undefined;
  let closed = false;

  const arrive = (deliver: () => void) => {
    if (closed) return;
    if (heldBy) waiting.push(deliver);
    else deliver();
  };
  return {
    ...visible,
    get closed() {
      return closed;
    },
    get heldBy() {
      return heldBy;
    },
    send(deliver) {
      clock.at(clock.nowMs() + latencyMs, () => arrive(deliver));
    },
    onBreak(listener) {
      breakListeners.add(listener);
      return { [Symbol.dispose]: () => void breakListeners.delete(listener) };
    },
    cut(failure) {
      if (closed) return;
      closed = true;
      waiting = [];
      for (const listener of [...breakListeners]) listener(failure);
    },
    discard() {
      closed = true;
      waiting = [];
    },
    hold(by) {
      heldBy = by;
    },
    release() {
      heldBy = undefined;
      const late = waiting;
      waiting = [];
      for (const deliver of late) clock.at(clock.nowMs() + latencyMs, () => arrive(deliver));
    },
  };
}
