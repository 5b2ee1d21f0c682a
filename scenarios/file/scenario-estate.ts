/**
 * The estate of a scenario: either a number of agents for the lab's default sites, or everything
 * that an estate file can say, in the same words.
 */

import { type LabOptions, sitesOf } from '../../lab/estate.ts';
import { findWrongCapacities } from '../../lab/estate-file/capacities.ts';
import type { EstateDescription } from '../../lab/estate-file/estate-description.ts';
import { findWrongTimings, readTenantBeside } from '../../lab/estate-file/estate-file.ts';
import { estateOptions } from '../../lab/estate-file/estate-options.ts';
import { findWrongRelations } from '../../lab/estate-file/estate-relations.ts';
import { findImpossible } from '../../lab/estate-problems.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Problem } from '../../runtime/yaml/problem.ts';
import type { ScenarioEstate } from '../scenario.ts';

export interface RawEstate extends Partial<Omit<EstateDescription, 'traffic'>> {
  agents?: number;
}

/** @throws LabError `TENANT_…` for the tenant file that it names. */
export function readScenarioEstate(
  raw: RawEstate,
  file: string,
): { estate: ScenarioEstate; problems: readonly Problem[] } {
  const { tenant, sites, agents, ...rest } = raw;
  const { sites: described, ...others } = estateOptions({ ...rest, sites: sites ?? [] });
  const read = tenant === undefined ? undefined : readTenantBeside(file, tenant);
  const estate = pickEstate({
    ...others,
    ...(sites && described && { sites: described }),
    ...(agents !== undefined && { agents }),
    ...(read && 'tenantFile' in read && read),
  });
  const problems = [
    ...(read && 'problem' in read ? [read.problem] : []),
    ...findWrongTimings(raw),
    ...(sites ? findWrongRelations({ sites }) : []),
    ...findWrongCapacities({ ...raw, sites: sites ?? [] }),
    ...findImpossibleIn(estate),
  ];
  return { estate, problems: problems.map(inEstate) };
}

/** What of a lab's options belongs to a scenario. */
export function pickEstate(options: LabOptions): ScenarioEstate {
  const { agents, sites, capacity, users, forests, timings, tenantFile } = options;
  return {
    ...(agents !== undefined && { agents }),
    ...(sites && { sites }),
    ...(capacity !== undefined && { capacity }),
    ...(users !== undefined && { users }),
    ...(forests && { forests }),
    ...(timings && { timings }),
    ...(tenantFile && { tenantFile }),
  };
}

function inEstate(problem: Problem): Problem {
  return { ...problem, path: ['estate', ...problem.path] };
}

function findImpossibleIn(estate: ScenarioEstate): readonly Problem[] {
  try {
    const { forests, timings } = estate;
    const sites = estate.sites ?? sitesOf(estate);
    return findImpossible({ sites, ...(forests && { forests }), ...(timings && { timings }) });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return [{ path: [], text: error.message }];
  }
}
