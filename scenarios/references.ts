/**
 * Looks up everything a scenario names: faults, their parameters, places of the estate, codes,
 * event ids, agents. A name nobody knows would otherwise only show as an expectation that never
 * comes true.
 */
import { sitesOf } from '../lab/estate.ts';
import type { Fault, Where } from '../lab/faults/fault.ts';
import type { Phase } from '../lab/timeline.ts';
import { aadstsRow } from '../protocol/aadsts.ts';
import { eventRow } from '../protocol/events.ts';
import { LabError } from '../runtime/lab-error.ts';
import { didYouMean } from '../runtime/yaml/nearest.ts';
import type { Path, Problem } from '../runtime/yaml/problem.ts';
import { readParameters } from './parameters.ts';
import type { Agents, Expectation, Scenario, ScenarioEstate, Step } from './scenario.ts';

type Places = Required<Where>;

export function findWrongReferences(
  scenario: Scenario,
  faults: Readonly<Record<string, Fault>>,
): Problem[] {
  const places = placesOf(scenario.estate);
  if ('path' in places) return [places];
  const probes = scenario.steadyState.flatMap(({ expect }, at) =>
    typeof expect.result === 'number'
      ? wrongResults([expect.result], ['steady-state', at, 'expect'], () => ['result'])
      : [],
  );
  const steps = scenario.method.flatMap((step, at) =>
    wrongStep(step, ['method', at], { places, faults, before: scenario.method.slice(0, at) }),
  );
  return [...probes, ...steps];
}

function placesOf(estate: ScenarioEstate): Places | Problem {
  try {
    const sites = sitesOf(estate);
    return {
      sites: sites.map((site) => site.name),
      agents: sites.flatMap((site) => site.agents),
      controllers: sites.flatMap((site) => site.controllers),
    };
  } catch (error) {
    if (error instanceof LabError) return { path: ['estate'], text: error.message };
    throw error;
  }
}

interface Known {
  places: Places;
  faults: Readonly<Record<string, Fault>>;
  before: readonly Step[];
}

function wrongStep(step: Step, path: Path, known: Known): Problem[] {
  switch (step.kind) {
    case 'inject':
      return wrongInjection(step, path, known);
    case 'heal':
      return wrongHealing(step.fault, [...path, 'heal'], known);
    case 'phase':
      return wrongExpectation(step.when, [...path, 'when'], known.places);
    case 'expect':
      return [
        ...wrongExpectation(step.expect, [...path, 'expect'], known.places),
        ...wrongPhase(step.of, [...path, 'of'], known.before),
      ];
    case 'wait':
    case 'advance':
      return [];
  }
}

function wrongInjection(
  step: Extract<Step, { kind: 'inject' }>,
  path: Path,
  { faults, places }: Known,
): Problem[] {
  const fault = Object.hasOwn(faults, step.fault) ? faults[step.fault] : undefined;
  if (fault === undefined) {
    return [
      { path: [...path, 'inject'], text: unknown('a fault', step.fault, Object.keys(faults)) },
    ];
  }
  const lists = Object.keys(places).filter((list): list is keyof Where => list in step.where);
  const wrongPlaces = lists.flatMap((list) =>
    fault.where.includes(list)
      ? wrongNames(step.where[list] ?? [], [...path, list], places[list])
      : [
          {
            path,
            key: list,
            text: `expected ${fault.where.join(' or ')}, got ${list} (${fault.id})`,
          },
        ],
  );
  const wrong = readParameters(fault, step.parameters).wrong.map(
    ({ name, unknown: isUnknown, text }): Problem =>
      isUnknown
        ? { path: [...path, 'with'], key: name, text }
        : { path: [...path, 'with', name], text },
  );
  return [...wrongPlaces, ...wrong];
}

function wrongHealing(id: string, path: Path, { faults, before }: Known): Problem[] {
  if (!Object.hasOwn(faults, id))
    return [{ path, text: unknown('a fault', id, Object.keys(faults)) }];
  if (before.some((step) => step.kind === 'inject' && step.fault === id)) return [];
  return [{ path, text: `expected a fault injected by an earlier step, got "${id}"` }];
}

function wrongPhase(of: Phase | undefined, path: Path, before: readonly Step[]): Problem[] {
  const begun: Phase[] = before.flatMap((step) =>
    step.kind === 'phase' ? [step.phase] : step.kind === 'inject' ? ['unnoticed' as const] : [],
  );
  if (of === undefined || ['before', ...begun].includes(of)) return [];
  return [{ path, text: `expected a phase that an earlier step began, got "${of}"` }];
}

function wrongExpectation(expect: Expectation, path: Path, places: Places): Problem[] {
  const results = (['signIns', 'seen'] as const).flatMap((key) =>
    Object.entries(expect[key] ?? {}).flatMap(([group, list]) =>
      wrongResults(list, [...path, key === 'seen' ? 'seen' : 'sign-ins', group], (at) => [at]),
    ),
  );
  const shares = Object.entries(expect.share ?? {}).flatMap(([group, byResult]) =>
    wrongResults(Object.keys(byResult), [...path, 'share', group], (_, key) => [key]),
  );
  const events = (expect.events ?? []).flatMap(({ id, agents }, at) => [
    ...(eventRow(id) ? [] : [{ path: [...path, 'events', at, 'id'], text: noRow('event', id) }]),
    ...wrongAgents(agents, [...path, 'events', at, 'agents'], places),
  ]);
  const status = Object.entries(expect.status ?? {}).flatMap(([name, agents]) =>
    wrongAgents(agents, [...path, 'status', name], places),
  );
  return [...results, ...shares, ...events, ...status];
}

function wrongAgents(agents: Agents, path: Path, places: Places): Problem[] {
  return agents === 'all' ? [] : wrongNames(agents, path, places.agents);
}

function wrongNames(names: readonly string[], path: Path, known: readonly string[]): Problem[] {
  return names.flatMap((name, at) =>
    known.includes(name) ? [] : [{ path: [...path, at], text: unknown('a name', name, known) }],
  );
}

/** Results written as numbers, or as keys that hold numbers; `network:…` is left to the schema. */
function wrongResults(
  results: readonly (number | string)[],
  path: Path,
  place: (at: number, key: string) => Path,
): Problem[] {
  return results.flatMap((result, at) => {
    const code = Number(result);
    if (Number.isNaN(code) || code === 0 || aadstsRow(code)) return [];
    return [{ path: [...path, ...place(at, String(result))], text: noRow('AADSTS code', code) }];
  });
}

function noRow(kind: string, id: number): string {
  return `expected an ${kind} that the lab knows, got ${id}`;
}

function unknown(kind: string, name: string, known: readonly string[]): string {
  return `expected ${kind} (${known.join(', ')}), got "${name}"${didYouMean(name, known)}`;
}
