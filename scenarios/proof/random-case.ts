/**
 * A random estate and a random schedule of faults, as a scenario file a person could have written:
 * what the search finds can be copied, read and rehearsed. Everything comes from the dice.
 */
import { type LabOptions, type Site, sitesOf } from '../../lab/estate.ts';
import type { Fault, Parameter, Where } from '../../lab/faults/fault.ts';
import { type Cause, describeContradiction } from '../../lab/faults/running/contradictions.ts';
import { hasTarget } from '../../lab/faults/running/pointless.ts';
import { completeParameters } from '../../lab/places.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Dice } from '../../runtime/ports.ts';

/** Durations in whole seconds, so that a file shows them as they are. */
export interface FuzzCase {
  seed: string;
  /** The reader's own, which stays as it is: only the faults are random. */
  estate?: LabOptions;
  sites: readonly Site[];
  users: number;
  /** Overrides, so that weeks of an agent's life fit into minutes. */
  timings: Readonly<Partial<Timings>>;
  trafficEveryS: number;
  forS: number;
  disturbances: readonly Disturbance[];
}

export interface Disturbance {
  fault: string;
  where: Where;
  parameters: Readonly<Record<string, string | number>>;
  fromS: number;
  /** Healed then, or at the end by the rollback. */
  toS: number;
}

const AGENTS_MAX = 5;
const SITES_MAX = 3;
const DISTURBANCES_MAX = 4;
const MINUTE_S = 60;
const RUN_S = { least: 4 * MINUTE_S, most: 15 * MINUTE_S };
const EVERY_S = [1, 3, 5, 10];

export function randomCase(
  dice: Dice,
  seed: string,
  faults: readonly Fault[],
  estate?: LabOptions,
): FuzzCase {
  const sites = estate ? sitesOf(estate) : randomSites(dice.fork('estate'));
  const forS = between(dice, RUN_S.least, RUN_S.most);
  const schedule = dice.fork('schedule');
  const count = 1 + schedule.below(DISTURBANCES_MAX);
  const drawn = Array.from({ length: count }, (_, at) => {
    const own = schedule.fork(String(at));
    const fault = pick(own, faults);
    return { fault, disturbance: randomDisturbance(own, fault, sites, forS) };
  });
  const disturbances = possible(drawn, sites, estate);
  return {
    ...{ seed, sites, forS, disturbances, ...(estate && { estate }) },
    users: 1 + dice.below(6),
    timings: randomTimings(dice.fork('timings')),
    trafficEveryS: pick(dice, EVERY_S),
  };
}

interface Drawn {
  fault: Fault;
  disturbance: Disturbance;
}

/** Each fault once, and those alone that a lab would have: it refuses the whole run otherwise. */
function possible(
  drawn: readonly Drawn[],
  sites: readonly Site[],
  { forests = [] }: LabOptions = {},
): Disturbance[] {
  const kept: Cause[] = [];
  const targets = { sites, forests: forests.map(({ name }) => name) };
  return drawn.flatMap(({ fault, disturbance }) => {
    const cause = causeOf(fault, disturbance);
    const isNew = kept.every(({ id }) => id !== fault.id);
    if (!isNew || !hasTarget(cause.effects, targets)) return [];
    if (describeContradiction(cause, kept, sites) !== undefined) return [];
    kept.push(cause);
    return [disturbance];
  });
}

/** What contradicts what hangs on choices, never on how long or how much. */
function causeOf(fault: Fault, { where, parameters }: Disturbance): Cause {
  const choices = Object.entries(parameters).filter(
    ([name]) => fault.parameters[name]?.type === 'choice',
  );
  const values = completeParameters('FAULT', fault, Object.fromEntries(choices));
  return { id: fault.id, effects: fault.effects(where, values) };
}

const SHORT_LIVES: readonly Partial<Timings>[] = [
  {},
  { inactiveAfterMs: 120_000, removedAfterMs: 240_000, bootstrapIntervalMs: 60_000 },
  { certificateLifetimeMs: 300_000, renewalWindowMs: 120_000, renewalCheckIntervalMs: 30_000 },
];

/** Every other run has the real ones. */
function randomTimings(dice: Dice): Partial<Timings> {
  if (dice.below(2) === 0) return {};
  return Object.assign({}, ...SHORT_LIVES.filter(() => dice.below(2) === 0));
}

function randomSites(dice: Dice): Site[] {
  const proxies = dice.fork('proxies');
  const sites = 1 + dice.below(SITES_MAX);
  const agents = sites + dice.below(AGENTS_MAX - sites + 1);
  const numbers = Array.from({ length: agents }, (_, at) => at);
  return Array.from({ length: sites }, (_, site) => ({
    name: `site-${site + 1}`,
    agents: numbers.filter((at) => at % sites === site).map((at) => `agt-${at + 1}`),
    ...(proxies.below(3) === 0 && { proxy: { setting: 'wpad' as const } }),
    controllers: Array.from(
      { length: 1 + dice.below(2) },
      (_unused, at) => `dc-${site * 2 + at + 1}`,
    ),
  }));
}

function randomDisturbance(
  dice: Dice,
  fault: Fault,
  sites: readonly Site[],
  forS: number,
): Disturbance {
  const fromS = dice.below(forS - MINUTE_S);
  const parameters = Object.entries(fault.parameters).flatMap(([name, parameter]) => {
    // Half of them stay at their defaults: the usual case deserves the usual attention.
    return dice.below(2) === 0 ? [] : [[name, randomValue(dice, parameter)] as const];
  });
  return {
    fault: fault.id,
    where: randomWhere(dice, fault, sites),
    parameters: Object.fromEntries(parameters),
    ...{ fromS, toS: between(dice, fromS + 5, forS) },
  };
}

/** Everywhere, or some of one kind of place that the fault understands. */
function randomWhere(dice: Dice, fault: Fault, sites: readonly Site[]): Where {
  const places = {
    sites: sites.map(({ name }) => name),
    agents: sites.flatMap(({ agents }) => agents),
    controllers: sites.flatMap(({ controllers }) => controllers),
  };
  const kinds = (['sites', 'agents', 'controllers'] as const).filter((kind) =>
    fault.where.includes(kind),
  );
  if (kinds.length === 0 || dice.below(4) === 0) return {};
  const kind = pick(dice, kinds);
  const some = places[kind].filter(() => dice.below(2) === 0);
  return { [kind]: some.length > 0 ? some : [pick(dice, places[kind])] };
}

function randomValue(dice: Dice, parameter: Parameter): string | number {
  switch (parameter.type) {
    case 'choice':
      return pick(dice, parameter.choices);
    case 'duration':
      return `${between(dice, parameter.minMs, Math.min(parameter.maxMs, DELAY_MS_MAX))}ms`;
    case 'number': {
      const steps = 10;
      const { min, max } = parameter;
      const value = min + ((max - min) * dice.below(steps + 1)) / steps;
      if (Number.isInteger(min) && max > 1) return Math.round(value);
      return Math.min(max, Number(value.toFixed(3)));
    }
    default:
      return parameter satisfies never;
  }
}

const DELAY_MS_MAX = 60_000;

function between(dice: Dice, least: number, most: number): number {
  return least + dice.below(Math.max(1, Math.floor(most - least) + 1));
}

function pick<T>(dice: Dice, from: readonly T[]): T {
  const one = from[dice.below(from.length)];
  if (one === undefined) throw new RangeError('expected something to pick from');
  return one;
}
