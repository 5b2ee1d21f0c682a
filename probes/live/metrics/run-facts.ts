/**
 * What metrics take from a run beside its verdict. An observation is whatever its probe saw, so it
 * is read as one only under the probe’s own id.
 */
import { isPtaCode } from '../../../protocol/aadsts.ts';
import { observationOf } from '../../observation-of.ts';
import type { SeenChain, SignInRow } from '../../observations.ts';
import type { ProbeRun } from '../../probe-run.ts';

/** Of the last HTTP answer; undefined: the probe keeps none. */
export function httpStatusOf(run: ProbeRun): number | null | undefined {
  return (observationOf(run, 'sign-in') ?? observationOf(run, 'wrong-password'))?.status;
}

export function chainsOf(run: ProbeRun): readonly SeenChain[] {
  const reaches = observationOf(run, 'preflight')?.reaches ?? [];
  return reaches.flatMap(({ outcome }) => outcome.tls ?? []);
}

/** Unix time of the first certificate to expire, a server’s or an agent’s own. */
export function earliestExpiryMs(run: ProbeRun): number | undefined {
  const own = observationOf(run, 'agent-host')?.description?.certificate?.notAfterMs ?? [];
  const all = [...chainsOf(run).map(({ notAfterMs }) => notAfterMs), own].flat();
  return all.length === 0 ? undefined : Math.min(...all);
}

export type AuthenticationResult = 'success' | 'refused' | 'failed';

/** A wrong password is an answer of the chain, and a sign that it works. */
export function resultOf({ errorCode }: SignInRow): AuthenticationResult {
  if (errorCode === 0) return 'success';
  return isPtaCode(errorCode) ? 'failed' : 'refused';
}
