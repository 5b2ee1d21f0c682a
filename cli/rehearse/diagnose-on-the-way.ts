/**
 * `--diagnose`: before a fault is healed, and where nothing heals at the end of the method, every
 * probe looks, and what they saw is diagnosed. Nobody tells the diagnosis what was injected.
 */
import { lookAround } from '../../lab/diagnosis/look-around.ts';
import { hurry } from '../../lab/time/hurry.ts';
import { diagnose } from '../../probes/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../probes/diagnosis/diagnosis.ts';
import { describeStep } from '../../scenarios/describe-step.ts';
import type { RunOptions } from '../../scenarios/run/run.ts';
import type { Scenario, Step } from '../../scenarios/scenario.ts';

/** `diagnosis.json` holds a list of them. */
export interface SeenDiagnosis {
  /** The step before which it was made; null: after the last one. */
  before: string | null;
  state: Diagnosis['state'];
  /** Likeliest first. */
  causes: readonly { cause: string; at: readonly string[] }[];
}

export interface Diagnoses {
  readonly seen: readonly SeenDiagnosis[];
  afterStep: NonNullable<RunOptions['afterStep']>;
}

export function createDiagnoses({ method }: Scenario): Diagnoses {
  const seen: SeenDiagnosis[] = [];
  return {
    seen,
    async afterStep(lab, step, tell) {
      const next = method[method.indexOf(step) + 1];
      if (!isLookedAt(method, next)) return;
      // By then it may have healed itself, and there is nothing to name.
      if (lab.faults.list().length === 0) return;
      const sightings = await hurry(lab, lookAround(lab, { signIns: 2, tell }));
      const { state, candidates } = diagnose(sightings);
      const causes = candidates.map(({ cause, at }) => ({ cause, at }));
      seen.push({ before: next ? describeStep(next) : null, state, causes });
    },
  };
}

function isLookedAt(method: readonly Step[], next: Step | undefined): boolean {
  return next === undefined ? method.some(isInjection) : next.kind === 'heal';
}

function isInjection({ kind }: Step): boolean {
  return kind === 'inject';
}
