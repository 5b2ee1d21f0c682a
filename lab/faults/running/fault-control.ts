/**
 * Faults of a running lab: checks what is asked for, keeps the effects of all that are on applied,
 * and heals each when its time is up. On real time every fault has a limit: a lab that others use
 * must not stay broken because somebody went home.
 */
import type { Effect } from '../../../protocol/effects.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { Clock } from '../../../runtime/ports.ts';
import type { Mode, Site } from '../../estate.ts';
import type { ActiveFault, FaultControl, FaultLimits } from '../../lab.ts';
import { checkWhere, completeParameters, describeWhere, placesOf } from '../../places.ts';
import type { Followers } from '../../time/followers.ts';
import type { Timeline } from '../../timeline.ts';
import type { Fault } from '../fault.ts';
import { FAULTS } from '../index.ts';
import { createEffectSink, type Interpreters } from './apply-effects.ts';
import { refuseContradiction } from './contradictions.ts';
import { refusePointless } from './pointless.ts';

/** Lab time after which a fault on real time heals itself, unless the caller says otherwise. */
export const FAULT_LIMIT_MS = { usual: 3_600_000, max: 366 * 86_400_000 } as const;

export interface FaultControlOptions extends Interpreters {
  mode: Mode;
  sites: readonly Site[];
  /** Agents' servers as they are now. Default: those of the sites. */
  agents?(): Iterable<string>;
  /** Their names. */
  forests?: readonly string[];
  clock: Clock;
  /** Default: nobody has a clock of their own. */
  followers?: Pick<Followers, 'isAnybody' | 'bring'>;
  timeline: Timeline;
  /** What went wrong where nobody waits: healing at the end of the limit. */
  onTrouble(error: unknown): void;
}

interface Running extends ActiveFault {
  effects: readonly Effect[];
  limit?: Disposable;
}

export function createFaultControl(options: FaultControlOptions): FaultControl {
  const { mode, sites, forests } = options;
  const places = { ...placesOf(sites), ...(forests && { forests }) };
  const board = createBoard(options);
  let injections = 0;
  return {
    async on(id, where = {}, parameters = {}, limits = {}) {
      const fault = knownFault(id);
      const agents = options.agents && { agents: [...options.agents()] };
      checkWhere('FAULT', fault, where, { ...places, ...agents });
      const values = completeParameters('FAULT', fault, parameters);
      const forMs = limitOf(id, limits, mode);
      const effects = seeded(fault.effects(where, values), limits.seed);
      board.refuseUnsupported(id, effects);
      refusePointless(id, effects, { sites, ...(forests && { forests }) });
      const sinceMs = await board.meet();
      refuseContradiction({ id, effects }, [...board.active.values()], sites);
      const visible: ActiveFault = {
        ...{ key: `${id}#${++injections}`, id, where, parameters: values, sinceMs },
        ...(forMs !== undefined && { untilMs: sinceMs + forMs }),
      };
      await board.begin({ ...visible, effects });
      return visible;
    },
    async off(key) {
      const fault = board.active.get(key);
      if (fault) return board.end(fault);
      const known = [...board.active.keys()].join(', ') || 'none';
      throw new LabError('FAULT_NOT_ACTIVE', `No fault "${key}" is on; on now: ${known}.`);
    },
    async reset() {
      for (const fault of [...board.active.values()].reverse()) await board.end(fault);
    },
    list: () => [...board.active.values()].map(({ effects: _, limit: __, ...visible }) => visible),
  };
}

/** What is on, and keeps being applied until it ends or its time is up. */
function createBoard(options: FaultControlOptions) {
  const { clock, followers, timeline, onTrouble } = options;
  const active = new Map<string, Running>();
  const sink = createEffectSink(options);

  const apply = () => sink.apply([...active.values()].flatMap(({ effects }) => effects));

  /**
   * The time that it is, once nobody's clock is behind it any more: what a process logs of a fault
   * must not be older than the fault.
   */
  async function meet(): Promise<number> {
    const nowMs = clock.nowMs();
    if (followers?.isAnybody()) await followers.bring(nowMs);
    return nowMs;
  }

  function note(atMs: number, state: 'on' | 'off', { id, where }: Running): void {
    timeline.add({ kind: 'fault', atMs, fault: id, state, where: describeWhere(where) });
  }

  async function end(fault: Running): Promise<void> {
    fault.limit?.[Symbol.dispose]();
    active.delete(fault.key);
    note(await meet(), 'off', fault);
    await apply();
  }

  async function begin(fault: Running): Promise<void> {
    active.set(fault.key, fault);
    note(fault.sinceMs, 'on', fault);
    try {
      await apply();
    } catch (error) {
      // A change that is refused: what there was of the fault is taken back, and the caller told.
      await end(fault);
      throw error;
    }
    const { untilMs } = fault;
    if (untilMs === undefined) return;
    fault.limit = clock.at(untilMs, () => void end(fault).catch(onTrouble));
  }

  return { active, meet, begin, end, refuseUnsupported: sink.refuseUnsupported };
}

function knownFault(id: string): Fault {
  // Ids come from strangers too: only the table's own are faults.
  const fault = Object.hasOwn(FAULTS, id) ? FAULTS[id] : undefined;
  if (fault) return fault;
  const known = Object.keys(FAULTS).join(', ');
  throw new LabError('FAULT_UNKNOWN', `There is no fault "${id}"; known are: ${known}.`);
}

function limitOf(id: string, { forMs }: FaultLimits, mode: Mode): number | undefined {
  if (forMs === undefined) return mode === 'live' ? FAULT_LIMIT_MS.usual : undefined;
  if (forMs >= 1 && forMs <= FAULT_LIMIT_MS.max) return forMs;
  const expected = `1 to ${FAULT_LIMIT_MS.max} ms (366 days)`;
  throw new LabError('FAULT_LIMIT', `${id}: expected a time limit of ${expected}, got "${forMs}".`);
}

/** A seed of its own decides which connections a share hits, whatever else the lab draws. */
function seeded(effects: readonly Effect[], seed: string | undefined): readonly Effect[] {
  if (seed === undefined) return effects;
  return effects.map((effect) =>
    effect.on === 'path' ? { ...effect, scope: { ...effect.scope, seed } } : effect,
  );
}
