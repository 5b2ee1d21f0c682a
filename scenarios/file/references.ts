/**
 * Looks up everything a scenario names: faults, changes, their parameters, places of the estate,
 * codes, event ids, agents. A name nobody knows would otherwise only show as an expectation that
 * never comes true.
 */
import { sitesOf } from '../../lab/estate.ts';
import type { Where } from '../../lab/faults/fault.ts';
import { serversOf } from '../../lab/premises/connect-servers.ts';
import { forestsOf } from '../../lab/premises/forests.ts';
import type { Phase } from '../../lab/timeline.ts';
import { didYouMean } from '../../runtime/yaml/nearest.ts';
import type { Path, Problem } from '../../runtime/yaml/problem.ts';
import { STOPPED } from '../run/guard.ts';
import {
  ALL,
  type Guard,
  type ProbeStep,
  type Scenario,
  type ScenarioEstate,
  type Step,
} from '../scenario.ts';
import { wrongAgents, wrongExpectation, wrongResults } from './expectation-references.ts';
import type { Catalogue } from './known-deeds.ts';
import { type Parametrised, readParameters } from './parameters.ts';

/** Names of the estate; where a list is absent, only the lab in its course knows them. */
export type Places = Readonly<Partial<Record<keyof Where, readonly string[]>>>;

/** As a file writes them. */
const PLACE_KEYS: Readonly<Record<keyof Where, string>> = {
  ...{ sites: 'sites', agents: 'agents', controllers: 'controllers', forests: 'forests' },
  ...{ users: 'users', connectServers: 'connect-servers' },
};

export function findWrongReferences(scenario: Scenario, catalogue: Catalogue): Problem[] {
  const { steadyState, method, estate } = scenario;
  const places = placesOf(estate);
  const probes = steadyState.flatMap((probe, at) =>
    wrongProbe(probe, ['steady-state', at, 'expect'], ['result']),
  );
  const steps = method.flatMap((step, at) =>
    wrongStep(step, ['method', at], { places, ...catalogue, before: method.slice(0, at) }),
  );
  return [...probes, ...steps];
}

function placesOf(estate: ScenarioEstate): Places {
  const sites = sitesOf(estate);
  return {
    sites: sites.map((site) => site.name),
    agents: sites.flatMap((site) => site.agents),
    controllers: sites.flatMap((site) => site.controllers),
    // Only names are asked for, which no domain changes.
    forests: forestsOf(estate, sites, '').map(({ name }) => name),
    connectServers: serversOf(sites).map(({ name }) => name),
  };
}

interface Known extends Catalogue {
  places: Places;
  before: readonly Step[];
}

function wrongStep(step: Step, path: Path, known: Known): Problem[] {
  const { places, before } = known;
  const agents = [...(places.agents ?? []), ...newcomers(before, places)];
  switch (step.kind) {
    case 'inject':
      return wrongDeed('inject', known.faults, step.fault, step, path, { ...places, agents });
    case 'do':
      return wrongDeed('do', known.changes, step.change, step, path, { ...places, agents });
    case 'heal':
      return wrongEnd('a fault', known.faults, step.fault, [...path, 'heal'], faultsOf(before));
    case 'undo':
      return wrongEnd('a change', known.changes, step.change, [...path, 'undo'], changesOf(before));
    case 'phase':
      return wrongExpectation(step.when, [...path, 'when'], agents);
    case 'expect':
      return [
        ...wrongExpectation(step.expect, [...path, 'expect'], agents),
        ...wrongPhase(step.of, [...path, 'of'], before),
      ];
    case 'probe':
      return wrongProbe(step.probe, [...path, 'expect'], ['result']);
    case 'require':
      return wrongGuard(step.guard, [...path, 'require'], known, agents);
    case 'traffic':
    case 'wait':
    case 'advance':
      return [];
  }
}

/** A change that brings a server of its own, which the lab names: the next free number. */
const INSTALL = 'install-agent';

function newcomers(before: readonly Step[], { agents = [], sites = [] }: Places): string[] {
  const servers = before.flatMap((step) =>
    step.kind === 'do' && step.change === INSTALL && !step.where.agents
      ? (step.where.sites ?? sites)
      : [],
  );
  return servers.map((_, at) => `agt-${agents.length + at + 1}`);
}

function faultsOf(before: readonly Step[]): string[] {
  return before.flatMap((step) => (step.kind === 'inject' ? [step.fault] : []));
}

function changesOf(before: readonly Step[]): string[] {
  return before.flatMap((step) => (step.kind === 'do' ? [step.change] : []));
}

const KINDS = { inject: 'a fault', do: 'a change' } as const;

function wrongDeed(
  verb: keyof typeof KINDS,
  all: Readonly<Record<string, Parametrised & { where: readonly (keyof Where)[] }>>,
  id: string,
  step: Step & { kind: 'inject' | 'do' },
  path: Path,
  places: Places,
): Problem[] {
  const declared = Object.hasOwn(all, id) ? all[id] : undefined;
  if (declared === undefined) {
    return [{ path: [...path, verb], text: unknownDeed(KINDS[verb], id, all) }];
  }
  return [
    ...wrongPlaces(declared, step.where, path, places),
    ...wrongParameters(declared, step.parameters, path),
    ...wrongSpan(step, path),
  ];
}

function wrongPlaces(
  { id, where: understood }: { id: string; where: readonly (keyof Where)[] },
  where: Where,
  path: Path,
  places: Places,
): Problem[] {
  const lists = Object.keys(PLACE_KEYS).filter((list): list is keyof Where => list in where);
  return lists.flatMap((list): Problem[] => {
    const key = PLACE_KEYS[list];
    if (understood.includes(list)) {
      return wrongNames(where[list] ?? [], [...path, key], places[list]);
    }
    const expected = understood.map((one) => PLACE_KEYS[one]).join(' or ') || 'no place';
    return [{ path, key, text: `expected ${expected}, got ${key} (${id})` }];
  });
}

function wrongParameters(
  declared: Parametrised,
  written: Readonly<Record<string, string | number | undefined>>,
  path: Path,
): Problem[] {
  return readParameters(declared, written).wrong.map(
    ({ name, unknown: isUnknown, text }): Problem =>
      isUnknown
        ? { path: [...path, 'with'], key: name, text }
        : { path: [...path, 'with', name], text },
  );
}

function wrongSpan(step: Step & { kind: 'inject' | 'do' }, path: Path): Problem[] {
  const { forMs, background } = step;
  if (forMs !== undefined || !background) return [];
  const text = 'expected "for" beside background: how long until it is taken back';
  return [{ path, key: 'background', text }];
}

function wrongEnd(
  kind: string,
  all: Readonly<Record<string, unknown>>,
  id: string,
  path: Path,
  begun: readonly string[],
): Problem[] {
  if (id === ALL || (Object.hasOwn(all, id) && begun.includes(id))) return [];
  if (!Object.hasOwn(all, id)) return [{ path, text: unknownDeed(kind, id, all) }];
  const [, noun] = kind.split(' ');
  const did = noun === 'fault' ? 'injected' : 'made';
  return [{ path, text: `expected ${kind} ${did} by an earlier step, got "${id}"` }];
}

function wrongGuard(guard: Guard, path: Path, known: Known, agents: readonly string[]): Problem[] {
  if (guard.kind === 'expectation') return wrongExpectation(guard.expect, path, agents);
  const { whileStopped, probe } = guard;
  if (whileStopped !== undefined && !Object.hasOwn(known.faults, STOPPED)) {
    const text = `expected the lab to know the fault ${STOPPED}, by which agents are stopped`;
    return [{ path, key: 'while-stopped', text }];
  }
  return [
    ...wrongProbe(probe, path, ['expect', 'result']),
    ...(whileStopped ? wrongAgents(whileStopped, [...path, 'while-stopped'], agents) : []),
  ];
}

function wrongProbe({ expect: { result } }: ProbeStep, path: Path, place: Path): Problem[] {
  return typeof result === 'number' ? wrongResults([result], path, () => place) : [];
}

function wrongPhase(of: Phase | undefined, path: Path, before: readonly Step[]): Problem[] {
  const begun = before.flatMap((step): Phase[] => {
    if (step.kind === 'phase') return [step.phase];
    if (step.kind === 'inject') return ['unnoticed'];
    return step.kind === 'do' ? ['changed'] : [];
  });
  if (of === undefined || ['before', ...begun].includes(of)) return [];
  return [{ path, text: `expected a phase that an earlier step began, got "${of}"` }];
}

function wrongNames(
  names: readonly string[],
  path: Path,
  known: readonly string[] | undefined,
): Problem[] {
  return names.flatMap((name, at) =>
    known === undefined || known.includes(name)
      ? []
      : [{ path: [...path, at], text: unknown('a name', name, known) }],
  );
}

/** There are too many to name them all in one sentence. */
function unknownDeed(kind: string, id: string, all: Readonly<Record<string, unknown>>): string {
  const list = kind === KINDS.do ? 'changes' : 'faults';
  return `expected ${kind} of pta-lab ${list} ls, got "${id}"${didYouMean(id, Object.keys(all))}`;
}

function unknown(kind: string, name: string, known: readonly string[]): string {
  return `expected ${kind} (${known.join(', ')}), got "${name}"${didYouMean(name, known)}`;
}
