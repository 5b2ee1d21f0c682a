/** What a run saw, as its probe has it; undefined: it is a run of another one, or it broke. */
import type { Observations } from './observations.ts';
import type { ProbeRun } from './probe-run.ts';

export function observationOf<K extends keyof Observations>(
  { probe, observation }: Pick<ProbeRun, 'probe' | 'observation'>,
  wanted: K,
): Observations[K] | undefined {
  const isOwn = probe === wanted && observation !== null;
  return isOwn ? (observation as Observations[K]) : undefined;
}
