/**
 * Changes of a running lab: checks what is asked for, has it done, and keeps what takes it back. A
 * change that was refused has not happened, and is not on the list.
 */
import { LabError } from '../../runtime/lab-error.ts';
import type { Clock } from '../../runtime/ports.ts';
import type { Where } from '../faults/fault.ts';
import { checkWhere, completeParameters, describeWhere, type KnownPlaces } from '../places.ts';
import type { Timeline } from '../timeline.ts';
import type { AppliedChange, Change, ChangeControl, ChangeWorld, Undo } from './change.ts';
import { CHANGES } from './index.ts';

export interface ChangeControlOptions {
  clock: Clock;
  timeline: Timeline;
  /** Users and agents are not checked: changes make new ones, and check the others themselves. */
  places: Omit<KnownPlaces, 'users' | 'agents'>;
  /** Asked at each change, because the lab is put together after its controls. */
  world(): ChangeWorld;
  /** Default: all there are. */
  changes?: Readonly<Record<string, Change>>;
}

export function createChangeControl(options: ChangeControlOptions): ChangeControl {
  const { clock, timeline, changes = CHANGES } = options;
  const { agents: _, ...places }: KnownPlaces = options.places;
  const applied = new Map<string, { change: AppliedChange; undo: Undo }>();
  let number = 0;

  function note(change: string, state: 'done' | 'undone', where: Where): void {
    const atMs = clock.nowMs();
    timeline.add({ kind: 'change', atMs, change, state, where: describeWhere(where) });
  }

  async function undo(key: string): Promise<void> {
    const found = applied.get(key);
    if (found === undefined) {
      const known = [...applied.keys()].join(', ') || 'none';
      throw new LabError('CHANGE_NOT_APPLIED', `No change "${key}" is in force; are: ${known}.`);
    }
    await found.undo();
    applied.delete(key);
    note(found.change.id, 'undone', found.change.where);
  }

  return {
    async apply(id, where = {}, parameters = {}) {
      const change = knownChange(changes, id);
      checkWhere('CHANGE', change, where, places);
      const values = completeParameters('CHANGE', change, parameters);
      const takeBack = await change.apply(options.world(), where, values);
      const key = `${id}#${++number}`;
      const done = { key, id, where, parameters: values, atMs: clock.nowMs() };
      applied.set(key, { change: done, undo: takeBack });
      note(id, 'done', where);
      return done;
    },
    undo,
    async undoAll() {
      for (const key of [...applied.keys()].reverse()) await undo(key);
    },
    list: () => [...applied.values()].map(({ change }) => change),
  };
}

/** For faults: a mistake that an administrator has taken back by hand is healed already. */
export function healable(control: ChangeControl): Pick<ChangeControl, 'apply' | 'undo'> {
  return {
    apply: control.apply,
    async undo(key) {
      if (control.list().some((change) => change.key === key)) await control.undo(key);
    },
  };
}

function knownChange(changes: Readonly<Record<string, Change>>, id: string): Change {
  // Ids come from strangers too: only the table's own are changes.
  const change = Object.hasOwn(changes, id) ? changes[id] : undefined;
  if (change) return change;
  const known = Object.keys(changes).join(', ');
  throw new LabError('CHANGE_UNKNOWN', `There is no change "${id}"; known are: ${known}.`);
}
