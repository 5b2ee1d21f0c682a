/**
 * Where scenarios are rehearsed, one way to ask for all: in this process, or in the containers of
 * the compose project, which are started or borrowed for it.
 */

import type { OutpostsOptions } from '../../lab/estate.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { findInexpressible } from '../../scenarios/find-inexpressible.ts';
import type { RunFacts } from '../../scenarios/journal/journal.ts';
import { moveIntoContainers } from '../../scenarios/move-into-containers.ts';
import { type RunOptions, type RunResult, runScenario } from '../../scenarios/run/run.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { createDiagnoses, type SeenDiagnosis } from './diagnose-on-the-way.ts';
import { isInContainers, type LabKind } from './lab-kind.ts';

export interface Asked extends Pick<RunOptions, 'crypto' | 'stop' | 'onProgress'> {
  seed: string;
  /** Before each healing, what the probes see is diagnosed. */
  diagnose?: boolean;
}

export interface Ran extends RunResult {
  /** Where they were asked for. */
  diagnoses?: readonly SeenDiagnosis[];
  /** In containers: on what it ran. */
  containers?: RunFacts['containers'];
}

export interface RehearsalLab extends AsyncDisposable {
  run(scenario: Scenario, asked: Asked): Promise<Ran>;
}

export interface LabPlace {
  kind: LabKind;
  /** Of `containers`. */
  outposts: OutpostsOptions;
}

/** @throws LabError `FAULT_NOT_SUPPORTED`; for `compose` also `ENGINE_…`, `COMPOSE_…` */
export async function openRehearsalLab(
  { kind, outposts }: LabPlace,
  scenarios: readonly Scenario[],
  stop: AbortSignal,
): Promise<RehearsalLab> {
  if (isInContainers(kind)) refuseInexpressible(scenarios);
  if (kind === 'compose') {
    const { openComposeLab } = await import('./compose-lab.ts');
    return await openComposeLab(stop);
  }
  const place = placeOptions(kind, outposts);
  return {
    run: (scenario, asked) => runHere(scenario, asked, place),
    async [Symbol.asyncDispose]() {},
  };
}

function placeOptions(
  kind: LabKind,
  outposts: OutpostsOptions,
): Pick<RunOptions, 'mode' | 'outposts'> {
  if (kind === 'containers') return { mode: 'live', outposts };
  return { mode: kind === 'live' ? 'live' : 'virtual' };
}

export async function runHere(
  scenario: Scenario,
  { diagnose, ...asked }: Asked,
  place: Pick<RunOptions, 'mode' | 'outposts'>,
): Promise<Ran> {
  const diagnoses = diagnose ? createDiagnoses(scenario) : undefined;
  const hook = diagnoses && { afterStep: diagnoses.afterStep };
  const moved = place.outposts ? moveIntoContainers(scenario) : scenario;
  const result = await runScenario(moved, { ...asked, ...place, ...hook });
  return { ...result, ...(diagnoses && { diagnoses: diagnoses.seen }) };
}

/** All of them are looked at before anything starts. */
function refuseInexpressible(scenarios: readonly Scenario[]): void {
  for (const scenario of scenarios) {
    const why = findInexpressible(moveIntoContainers(scenario));
    if (why === undefined) continue;
    const sentence = `${scenario.id} cannot be rehearsed in containers: ${why}; rehearse it with --lab live or --lab virtual`;
    throw new LabError('FAULT_NOT_SUPPORTED', sentence);
  }
}
