/**
 * The book-keeping of a pool: who waits for a connection, which ones are idle and until when. A
 * lane is what one caller has open to one place; `enter` and `leave` bracket one question.
 */
import type { Clock } from '../ports.ts';

interface Member {
  readonly usable: boolean;
  destroy(): void;
}

export interface Lanes<C extends Member> {
  /** False if it is still full at `deadlineMs`. */
  enter(key: string, deadlineMs: number): Promise<boolean>;
  takeIdle(key: string): C | undefined;
  /** `kept` waits for the next question; `expired` is called if none came. */
  leave(key: string, kept: C | undefined, expired: (idle: C) => void): void;
}

interface Lane<C> {
  inUse: number;
  idle: Idle<C>[];
  waiting: (() => void)[];
}

interface Idle<C> {
  connection: C;
  expiry: Disposable;
}

export interface LaneOptions {
  clock: Clock;
  idleMs: number;
  limit: number;
}

export function createLanes<C extends Member>({ clock, idleMs, limit }: LaneOptions): Lanes<C> {
  const lanes = new Map<string, Lane<C>>();

  function dropIfEmpty(key: string, { inUse, idle, waiting }: Lane<C>): void {
    if (inUse + idle.length + waiting.length === 0) lanes.delete(key);
  }

  return {
    async enter(key, deadlineMs) {
      const lane = lanes.get(key) ?? { inUse: 0, idle: [], waiting: [] };
      lanes.set(key, lane);
      if (lane.inUse >= limit) return waitInLine(clock, lane.waiting, deadlineMs);
      lane.inUse += 1;
      return true;
    },
    takeIdle(key) {
      const idle = lanes.get(key)?.idle ?? [];
      for (let next = idle.pop(); next; next = idle.pop()) {
        next.expiry[Symbol.dispose]();
        if (next.connection.usable) return next.connection;
      }
      return undefined;
    },
    leave(key, kept, expired) {
      const lane = lanes.get(key);
      if (!lane) return;
      if (kept)
        keepIdle(clock, idleMs, lane.idle, kept, (idle) => {
          dropIfEmpty(key, lane);
          expired(idle);
        });
      const next = lane.waiting.shift();
      if (next) return next();
      lane.inUse -= 1;
      dropIfEmpty(key, lane);
    },
  };
}

function waitInLine(clock: Clock, line: (() => void)[], deadlineMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const enter = () => {
      patience[Symbol.dispose]();
      resolve(true);
    };
    const patience = clock.at(deadlineMs, () => {
      line.splice(line.indexOf(enter), 1);
      resolve(false);
    });
    line.push(enter);
  });
}

function keepIdle<C extends Member>(
  clock: Clock,
  idleMs: number,
  idle: Idle<C>[],
  connection: C,
  expired: (idle: C) => void,
): void {
  const expiry = clock.at(clock.nowMs() + idleMs, () => {
    idle.splice(idle.indexOf(entry), 1);
    connection.destroy();
    expired(connection);
  });
  const entry = { connection, expiry };
  idle.push(entry);
}
