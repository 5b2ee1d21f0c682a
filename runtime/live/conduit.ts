/**
 * Two ends of a connection joined by the gateway, one lane each way.
 *
 *     near ──data──▶ (delay) ──▶ far     held: neither lane reads or writes, and nobody is told,
 *          ◀──data── (delay) ◀──         not even of an end that broke; on release all goes on
 *
 * The usual case, no delay and not held, writes each chunk on as it came.
 */
import type { Duplex } from 'node:stream';
import type { Clock } from '../ports.ts';

export interface End {
  stream: Duplex;
  /** Sends a TCP reset, whatever protocol `stream` speaks on top. */
  reset(): void;
}

export interface Conduit {
  hold(): void;
  release(): void;
  /** Both ends see a reset. */
  cut(): void;
}

export interface ConduitOptions {
  clock: Clock;
  touch(): void;
  /** Lab time that each chunk takes more, now. */
  delayMs(): number;
  /** Both ends are gone. */
  over(): void;
}

interface Lane {
  hold(): void;
  release(): void;
}

export function joinEnds(near: End, far: End, options: ConduitOptions): Conduit {
  const ends = [near, far];
  const lanes = [createLane(near, far, options), createLane(far, near, options)];
  for (const { stream } of ends) {
    stream.once('close', () => {
      if (ends.every((end) => end.stream.closed)) options.over();
    });
    stream.resume();
  }
  return {
    hold() {
      for (const lane of lanes) lane.hold();
    },
    release() {
      for (const lane of lanes) lane.release();
    },
    cut() {
      for (const end of ends) end.reset();
    },
  };
}

/** What arrives at `from` and goes on to `to`. */
type Item = Buffer | 'end' | 'broken';

function createLane(from: End, to: End, options: ConduitOptions): Lane {
  let held = false;
  const parked: Item[] = [];

  const deliver = (item: Item) => {
    options.touch();
    if (item === 'broken') to.reset();
    else if (to.stream.destroyed) return;
    else if (item === 'end') to.stream.end();
    else if (!to.stream.write(item)) from.stream.pause();
  };
  const arrive = (item: Item) => {
    if (held) parked.push(item);
    else deliver(item);
  };
  const send = delayed(options, arrive);

  from.stream.on('data', send);
  from.stream.on('end', () => send('end'));
  from.stream.on('error', () => {});
  from.stream.on('close', () => {
    if (!from.stream.readableEnded || !from.stream.writableFinished) arrive('broken');
  });
  to.stream.on('drain', () => {
    if (!held) from.stream.resume();
  });
  return {
    hold() {
      held = true;
      from.stream.pause();
    },
    release() {
      held = false;
      for (const item of parked.splice(0)) deliver(item);
      from.stream.resume();
    },
  };
}

/** Keeps the order also when the delay shrinks while something is under way. */
function delayed({ clock, touch, delayMs }: ConduitOptions, arrive: (item: Item) => void) {
  let underWay = 0;
  let lastDueMs = 0;
  return (item: Item) => {
    touch();
    const extraMs = delayMs();
    if (extraMs === 0 && underWay === 0) return arrive(item);
    underWay += 1;
    lastDueMs = Math.max(lastDueMs, clock.nowMs() + extraMs);
    clock.at(lastDueMs, () => {
      underWay -= 1;
      arrive(item);
    });
  };
}
