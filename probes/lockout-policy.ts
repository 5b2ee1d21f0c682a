/**
 * Probe `lockout-policy`: Entra's smart lockout against the forest's account lockout. Entra has to
 * lock first and for longer, so that nobody outside can lock people out of their own network
 * (ED-LOCK). What the tenant has not set is the cloud's own count; the forest's is what its owner
 * states, because a client of the cloud cannot read it.
 */
import { CLOUDS } from '../protocol/clouds.ts';
import type { GraphProblem, LockoutPolicyObservation } from './observations.ts';
import type { Judgement, Probe, ProbeContext } from './probe.ts';
import type { LockoutPolicy } from './probe-ports.ts';
import { openGraph } from './wire/graph.ts';
import { judgeProblem } from './wire/judge-problem.ts';
import { lockoutProblem } from './wire/lockout-problem.ts';
import { fetchSmartLockout } from './wire/smart-lockout.ts';

export interface LockoutPolicyExpectation {
  /** `any`: not judged. Default: Entra’s lasts longer than the directory’s. */
  duration?: 'longer' | 'any';
}

type EntraPolicy = NonNullable<LockoutPolicyObservation['entra']>;

export const lockoutPolicy: Probe<LockoutPolicyObservation, LockoutPolicyExpectation> = {
  id: 'lockout-policy',
  about: 'Entra locks an account before the directory does, and for longer',
  signsInAs: 'cloudOnly',
  // The lab keeps Entra's own minute, and a directory's usual half hour.
  usual: () => ({ duration: 'any' }),
  usualOfTarget: () => ({ duration: 'longer' }),
  async observe(context) {
    const directory = context.directoryPolicy ?? null;
    const read = await readEntra(context);
    if ('kind' in read) {
      return { entra: null, directory, problem: read.text, problemKind: read.kind };
    }
    const problem =
      directory === null
        ? 'the forest’s lockout is not known: state it under directory.policy of the target'
        : null;
    return { entra: read, directory, problem };
  },
  judge({ entra, directory, problem, problemKind }, { duration = 'longer' }) {
    const text = problem ?? 'one of the two policies is not known';
    if (entra === null || directory === null) {
      return judgeProblem({ kind: problemKind ?? 'no-right', text });
    }
    return judgePolicies(entra, directory, duration === 'longer');
  },
};

async function readEntra(context: ProbeContext): Promise<EntraPolicy | GraphProblem> {
  const { threshold, durationMs, isCustomisable } = CLOUDS[context.cloud].smartLockout;
  if (!isCustomisable) return { threshold, durationMs, isDefault: true };
  const opened = await openGraph(context);
  if (!opened.ok) return opened.problem;
  const read = await fetchSmartLockout(opened.graph);
  if ('problem' in read) return read.problem;
  const isDefault = read.threshold === undefined && read.durationMs === undefined;
  return {
    threshold: read.threshold ?? threshold,
    durationMs: read.durationMs ?? durationMs,
    isDefault,
  };
}

function judgePolicies(entra: EntraPolicy, directory: LockoutPolicy, longer: boolean): Judgement {
  const origin = entra.isDefault ? ', the cloud’s own' : '';
  const came =
    `Entra locks after ${entra.threshold} for ${seconds(entra)}${origin}, ` +
    `the directory after ${directory.threshold} for ${seconds(directory)}`;
  if (directory.threshold === 0) {
    return { verdict: 'pass', summary: `${came}: the directory never locks` };
  }
  const problem = lockoutProblem(entra, directory, longer);
  return problem === undefined
    ? { verdict: 'pass', summary: came }
    : { verdict: 'fail', summary: `${problem}: ${came}` };
}

function seconds({ threshold, durationMs }: LockoutPolicy): string {
  return threshold > 0 && durationMs === 0 ? 'good' : `${durationMs / 1_000} s`;
}
