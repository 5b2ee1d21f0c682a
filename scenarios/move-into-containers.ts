/**
 * A scenario as it is rehearsed in containers. Without an estate it takes the one that stands
 * there; in place of other controllers come those that do, as long as no step speaks of one.
 */
import type { Site } from '../lab/estate.ts';
import { CONTAINER_SITES } from '../lab/outposts/container-estate.ts';
import type { Scenario } from './scenario.ts';

export function moveIntoContainers(scenario: Scenario): Scenario {
  const { estate } = scenario;
  if (estate.sites === undefined) return withSites(scenario, CONTAINER_SITES);
  if (!hasOtherControllers(scenario) || speaksOfControllers(scenario)) return scenario;
  const sites = estate.sites.map((site) => {
    const here = CONTAINER_SITES.find(({ name }) => name === site.name);
    return here ? { ...site, controllers: here.controllers } : site;
  });
  return withSites(scenario, sites);
}

function withSites(scenario: Scenario, sites: readonly Site[]): Scenario {
  return { ...scenario, estate: { ...scenario.estate, sites } };
}

function hasOtherControllers({ estate: { sites = [], forests } }: Scenario): boolean {
  const known = CONTAINER_SITES.flatMap(({ controllers }) => controllers);
  const wanted = sites.flatMap(({ controllers }) => controllers);
  return forests === undefined && wanted.some((name) => !known.includes(name));
}

function speaksOfControllers({ estate: { sites = [] }, ...scenario }: Scenario): boolean {
  const { variables, steadyState, method } = scenario;
  const said = JSON.stringify([variables, steadyState, method]);
  const names = sites.flatMap(({ controllers }) => controllers);
  return names.some((name) => said.includes(JSON.stringify(name)));
}
