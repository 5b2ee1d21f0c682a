/**
 * What was broken or changed on purpose, for invariants that hold only where nothing bent the
 * answer itself. Taken from the effects of a fault, not from its name; a change may mean anything
 * unless it is about agents' servers only.
 */
import { CHANGES } from '../../lab/changes/index.ts';
import type { LabOptions } from '../../lab/estate.ts';
import { FAULTS } from '../../lab/faults/index.ts';
import type { Operation, Touched } from '../../lab/history.ts';
import type { TimelineEntry } from '../../lab/timeline.ts';
import type { Effect } from '../../protocol/effects.ts';

export function disturbancesOf(timeline: readonly TimelineEntry[]): Operation[] {
  return timeline.flatMap((entry): Operation[] => {
    const { atMs } = entry;
    if (entry.kind === 'fault') {
      const f = entry.state === 'on' ? 'inject' : 'heal';
      return [{ f, atMs, what: entry.fault, touches: touchedByFault(entry.fault) }];
    }
    if (entry.kind === 'change') {
      const f = entry.state === 'done' ? 'change' : 'undo';
      return [{ f, atMs, what: entry.change, touches: touchedByChange(entry.change) }];
    }
    return [];
  });
}

/**
 * What an estate bends from its first moment on: nobody can validate the users of a forest without
 * trust, and they are told that it is their password.
 */
export function standingDisturbances(
  { forests = [] }: Pick<LabOptions, 'forests'>,
  atMs: number,
): Operation[] {
  return forests
    .filter(({ trust }) => trust === 'none')
    .map(({ name }) => ({
      f: 'inject',
      atMs,
      what: `no trust with ${name}`,
      touches: ['accounts'],
    }));
}

function touchedByFault(id: string): Touched {
  const fault = FAULTS[id];
  if (fault === undefined) return EVERYTHING;
  const values = Object.entries(fault.parameters).map(([name, parameter]) => {
    return [name, parameter.type === 'duration' ? parameter.defaultMs : parameter.default];
  });
  return fault.effects({}, Object.fromEntries(values)).flatMap(touchedBy);
}

const EVERYTHING: Touched = ['accounts', 'cloud', 'answers'];

function touchedBy(effect: Effect): Touched {
  switch (effect.on) {
    case 'account':
    case 'forest':
      return ['accounts'];
    case 'controller':
      return effect.kind === 'stale' ? ['accounts'] : [];
    case 'cloud':
      return ['cloud', 'answers'];
    case 'administration':
      return touchedByChange(effect.change);
    case 'path':
    case 'agent-server':
      return [];
    default:
      return effect satisfies never;
  }
}

function touchedByChange(id: string): Touched {
  const onServersOnly = CHANGES[id]?.where.every((kind) => kind === 'agents' || kind === 'sites');
  return onServersOnly && CHANGES[id]?.where.length ? [] : EVERYTHING;
}
