/**
 * A case as the text of a scenario file: what the search runs is what a person can read and run.
 */
import { stringify } from 'yaml';
import type { FuzzCase } from './random-case.ts';

export function renderCase(one: FuzzCase): string {
  return stringify({
    title: `Found by search, seed ${one.seed}`,
    description:
      `A random estate with random faults, shrunk as far as it went. ` +
      `Rehearse it with --seed ${one.seed}.`,
    ...(one.estate === undefined && { estate: renderEstate(one) }),
    traffic: { every: `${one.trafficEveryS}s` },
    'steady-state': [{ probe: 'sign-in', expect: { result: 0 } }],
    method: renderMethod(one),
    after: { within: '15m' },
  });
}

function renderEstate({ users, sites, timings }: FuzzCase) {
  return { users, sites, ...(Object.keys(timings).length > 0 && { timings }) };
}

type RawStep = Readonly<Record<string, unknown>>;

/** Healings come before injections of the same second; what lasts to the end is rolled back. */
function renderMethod({ disturbances, forS }: FuzzCase): RawStep[] {
  const moments = disturbances.flatMap(({ fault, where, parameters, fromS, toS }) => {
    const given = Object.keys(parameters).length > 0 && { with: parameters };
    const inject = { atS: fromS, order: 1, step: { inject: fault, ...where, ...given } };
    return toS < forS ? [inject, { atS: toS, order: 0, step: { heal: fault } }] : [inject];
  });
  moments.sort((one, other) => one.atS - other.atS || one.order - other.order);
  const steps: RawStep[] = [];
  let nowS = 0;
  for (const { atS, step } of moments) {
    if (atS > nowS) steps.push({ advance: `${atS - nowS}s` });
    nowS = atS;
    steps.push(step);
  }
  if (forS > nowS) steps.push({ advance: `${forS - nowS}s` });
  return steps;
}
