/** Looks up what an expectation names: codes, event ids, agents. */
import { aadstsRow } from '../../protocol/aadsts.ts';
import { eventRow } from '../../protocol/events.ts';
import { didYouMean } from '../../runtime/yaml/nearest.ts';
import type { Path, Problem } from '../../runtime/yaml/problem.ts';
import type { Agents, Expectation } from '../scenario.ts';

export function wrongExpectation(
  expect: Expectation,
  path: Path,
  known: readonly string[],
): Problem[] {
  const events = (expect.events ?? []).flatMap(({ id, agents }, at) => [
    ...(eventRow(id) ? [] : [{ path: [...path, 'events', at, 'id'], text: noRow('event', id) }]),
    ...wrongAgents(agents, [...path, 'events', at, 'agents'], known),
  ]);
  const status = Object.entries(expect.status ?? {}).flatMap(([name, agents]) =>
    wrongAgents(agents, [...path, 'status', name], known),
  );
  const byAgent = (['lost', 'entries', 'programs'] as const).flatMap((key) =>
    Object.keys(expect[key] ?? {}).flatMap((name) => wrongKey(name, [...path, key], known)),
  );
  return [
    ...wrongCodes(expect, path),
    ...events,
    ...status,
    ...byAgent,
    ...(expect.answeredBy ? wrongAgents(expect.answeredBy, [...path, 'answered-by'], known) : []),
  ];
}

function wrongCodes(expect: Expectation, path: Path): Problem[] {
  const results = (['signIns', 'seen'] as const).flatMap((key) =>
    Object.entries(expect[key] ?? {}).flatMap(([group, list]) =>
      wrongResults(list, [...path, key === 'seen' ? 'seen' : 'sign-ins', group], (at) => [at]),
    ),
  );
  const shares = Object.entries(expect.share ?? {}).flatMap(([group, byResult]) =>
    wrongResults(Object.keys(byResult), [...path, 'share', group], (_, key) => [key]),
  );
  return [...results, ...shares, ...wrongResults(expect.log ?? [], [...path, 'log'], (at) => [at])];
}

export function wrongAgents(agents: Agents, path: Path, known: readonly string[]): Problem[] {
  if (agents === 'all') return [];
  return agents.flatMap((name, at) =>
    known.includes(name) ? [] : [{ path: [...path, at], text: unknownName(name, known) }],
  );
}

function wrongKey(key: string, path: Path, known: readonly string[]): Problem[] {
  return known.includes(key) ? [] : [{ path, key, text: unknownName(key, known) }];
}

/** Results written as numbers, or as keys that hold numbers; `network:…` is left to the schema. */
export function wrongResults(
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

function unknownName(name: string, known: readonly string[]): string {
  return `expected a name (${known.join(', ')}), got "${name}"${didYouMean(name, known)}`;
}

function noRow(kind: string, id: number): string {
  return `expected an ${kind} that the lab knows, got ${id}`;
}
