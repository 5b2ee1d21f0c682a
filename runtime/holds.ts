/**
 * Which effects hold an open connection, and in which direction. A connection that two effects hold
 * flows on when the last of them has ended.
 */
import type { PathEffect } from '../protocol/effects.ts';
import type { Direction } from './course.ts';

export type OneWay = 'out' | 'in';

export interface Holds {
  add(by: PathEffect, direction: Direction): void;
  /** Ends those that are not in the list any more. */
  keepOnly(effects: readonly PathEffect[]): void;
  holds(way: OneWay): boolean;
}

export function createHolds(): Holds {
  let held: readonly { by: PathEffect; direction: Direction }[] = [];
  return {
    add(by, direction) {
      held = [...held, { by, direction }];
    },
    keepOnly(effects) {
      if (held.length > 0) held = held.filter(({ by }) => effects.includes(by));
    },
    holds: (way) => held.some(({ direction }) => direction === 'both' || direction === way),
  };
}
