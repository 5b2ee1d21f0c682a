/**
 * Two ends of a connection joined by the gateway, one lane each way.
 *
 *     near ──data──▶ (delay) ──▶ far     held: that lane neither reads nor writes; nobody is told,
 *          ◀──data── (delay) ◀──         not even of an end that broke; on release all goes on
 *
 * The usual case, no delay and not held, writes each chunk on as it came.
 */
import type { Duplex } from 'node:stream';
import type { OneWay } from '../holds.ts';
import type { Clock } from '../ports.ts';

export interface End {
  stream: Duplex;
  /** Sends a TCP reset, whatever protocol `stream` speaks on top. */
  reset(): void;
}

export interface Conduit {
  /** Held already, or not held: nothing changes. */
  hold(way: OneWay): void;
  release(way: OneWay): void;
  /** Both ends see a reset. */
  cut(): void;
}

export interface ConduitOptions {
  clock: Clock;
  touch(): void;
  /** Lab time that the next chunk takes more. `Infinity`: it and all behind it never arrive. */
  latenessMs(way: OneWay): number;
  /** Both ends are gone. */
  over(): void;
}

interface Lane {
  hold(): void;
  release(): void;
}

export function joinEnds(near: End, far: End, options: ConduitOptions): Conduit {
  const ends = [near, far];
  const lanes = {
    out: createLane('out', near, far, options),
    in: createLane('in', far, near, options),
  };
  for (const { stream } of ends) {
    stream.once('close', () => {
      if (ends.every((end) => end.stream.closed)) options.over();
    });
    stream.resume();
  }
  return {
    hold: (way) => lanes[way].hold(),
    release: (way) => lanes[way].release(),
    cut() {
      for (const end of ends) end.reset();
    },
  };
}

/** What arrives at `from` and goes on to `to`. */
type Item = Buffer | 'end' | 'broken';

function createLane(way: OneWay, from: End, to: End, options: ConduitOptions): Lane {
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
  const send = delayed(way, options, arrive);

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
      if (held) return;
      held = true;
      from.stream.pause();
    },
    release() {
      if (!held) return;
      held = false;
      for (const item of parked.splice(0)) deliver(item);
      from.stream.resume();
    },
  };
}

/** Keeps the order also when the delay shrinks while something is under way. */
function delayed(
  way: OneWay,
  { clock, touch, latenessMs }: ConduitOptions,
  arrive: (item: Item) => void,
) {
  let underWay = 0;
  let lastDueMs = 0;
  return (item: Item) => {
    touch();
    const extraMs = latenessMs(way);
    if (extraMs === 0 && underWay === 0) return arrive(item);
    underWay += 1;
    lastDueMs = Math.max(lastDueMs, clock.nowMs() + extraMs);
    if (lastDueMs === Number.POSITIVE_INFINITY) return;
    clock.at(lastDueMs, () => {
      underWay -= 1;
      arrive(item);
    });
  };
}
