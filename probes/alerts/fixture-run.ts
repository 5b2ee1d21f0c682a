/** A run as alerts see it, for tests. */
import type { ProbeRun } from '../probe-run.ts';

export function fixtureRun(changes: Partial<ProbeRun> = {}): ProbeRun {
  return {
    ...{ id: 'run', target: 'contoso', module: 'sign-in', probe: 'sign-in' },
    ...{ startedMs: 0, tookMs: 40, verdict: 'pass', summary: 'tokens came' },
    ...{ phaseMs: {}, aadsts: null, agentId: null, observation: null },
    ...changes,
  };
}
