/**
 * Faults of the catalogue, one after the other, as a rehearsal on the estate of the containers, the
 * same for all modes: usual, injected, noticed where it claims to be, healed. What a fault claims
 * decides nothing here but where the phase “noticed” begins.
 */
import type { Fault } from '../../lab/faults/fault.ts';
import { CONTAINER_SITES } from '../../lab/outposts/container-estate.ts';
import { completeParameters } from '../../lab/places.ts';
import { timingsWith } from '../../protocol/timings.ts';
import type { Expectation, Scenario, Step } from '../../scenarios/scenario.ts';

/** As in the catalogue's live test: hours of failed handshakes prove nothing more. */
const TIMINGS = {
  bootstrapIntervalMs: 120_000,
  inactiveAfterMs: 180_000,
  connectionIdleMs: 90_000,
};
const PATIENCE_MS = 1_800_000;
const AFTERWARDS_MS = 120_000;
const USUAL: Expectation = {
  signIns: { 'right-password': [0], 'wrong-password': [50126], 'cloud-only': [0] },
};

/** Starting a lab of containers takes its time; a group that disagrees should say so soon. */
const GROUP_MAX = 8;

/** Those that need the same estate and timings. */
export function groupFaults(faults: readonly Fault[]): Fault[][] {
  const alike = Map.groupBy(faults, (fault) =>
    JSON.stringify([estateFor(fault), fault.seenIn?.timings ?? {}]),
  );
  return [...alike.values()].flatMap((group) =>
    group.flatMap((_, at) => (at % GROUP_MAX === 0 ? [group.slice(at, at + GROUP_MAX)] : [])),
  );
}

/** @param faults of one group */
export function faultsInARow(faults: readonly Fault[]): Scenario {
  const [first] = faults;
  if (!first) throw new RangeError('expected a fault, got none');
  const timings = { ...TIMINGS, ...first.seenIn?.timings };
  const names = faults.map(({ id }) => id).join(', ');
  return {
    ...{ id: 'faults-in-a-row', title: 'Faults in a row', description: names, group: 'Faults' },
    ...{ estate: { ...estateFor(first), timings }, traffic: { everyMs: 4_000 }, variables: {} },
    steadyState: [{ probe: 'agents', expect: { active: 'all' } }],
    hypothesis: { strategy: 'before-and-after', everyMs: 60_000, atLeast: 1 },
    ...{ failFast: false, rollback: 'always', after: { withinMs: PATIENCE_MS } },
    method: faults.flatMap((fault) => methodFor(fault, timings)),
    limitMs: 300 * 86_400_000,
  };
}

function methodFor(fault: Fault, timings: typeof TIMINGS): Step[] {
  const { id, seenIn } = fault;
  const full = timingsWith(timings);
  const claims = fault.symptoms(full, completeParameters('FAULT', fault, {}));
  const noticed = claims.find(({ phase }) => phase === 'noticed');
  const forMs = seenIn?.forMs ?? full.inactiveAfterMs + full.bootstrapIntervalMs;
  const before = noticed ? noticed.afterMs : forMs;
  const codes = noticed?.results['right-password'];
  const phase = (name: 'noticed' | 'healed', results: readonly number[]): Step => {
    const when = { seen: { 'right-password': results } };
    return { kind: 'phase', phase: name, withinMs: PATIENCE_MS, when };
  };
  return [
    { kind: 'expect', expect: USUAL, withinMs: PATIENCE_MS },
    { kind: 'inject', fault: id, where: seenIn?.where ?? {}, parameters: {} },
    { kind: 'advance', durationMs: Math.max(1_000, before) },
    ...(codes ? [phase('noticed', codes)] : []),
    { kind: 'advance', durationMs: Math.max(1_000, forMs - before) },
    { kind: 'heal', fault: id },
    phase('healed', [0]),
    { kind: 'advance', durationMs: AFTERWARDS_MS },
  ];
}

/** What the fault needs of an estate, as far as it stands in the containers. */
function estateFor({ seenIn }: Fault): Scenario['estate'] {
  const { sites = CONTAINER_SITES, users } = seenIn?.estate ?? {};
  return {
    ...(users !== undefined && { users }),
    sites: sites.map((site) => {
      const here = CONTAINER_SITES.find(({ name }) => name === site.name);
      const agents = site.agents.filter((agent) => here?.agents.includes(agent));
      return { ...site, agents, controllers: here?.controllers ?? [] };
    }),
  };
}
