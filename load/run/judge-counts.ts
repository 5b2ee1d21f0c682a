/**
 * Generator and cloud count the same sign-ins, each on its own. Where they disagree by more than
 * what can be explained, somebody lost some or somebody else signed in too, and no figure stands.
 */
import type { CloudLoad, EngineRun } from '../load-result.ts';

interface Counts {
  run: EngineRun;
  cloud: CloudLoad;
  interrupted: boolean;
  events: number;
}

/** An agent that is installed signs its administrator in, and may try again. */
const PER_EVENT = 4;
/** Of all: what k6 had under way at a stop is in the cloud's log only. */
const SLACK = 0.001;

export function countProblem({ run, cloud, interrupted, events }: Counts): string[] {
  const isUnheard = (result: string) =>
    result.startsWith('network:') || result.startsWith('harness:');
  const entries = Object.entries(run.results);
  const total = (counts: readonly (readonly [string, number])[]) =>
    counts.reduce((sum, [, count]) => sum + count, 0);
  const answered = total(entries.filter(([result]) => !isUnheard(result)));
  const unheard = total(entries) - answered;
  const logged = total(Object.entries(cloud.results));
  const slack = Math.ceil(answered * SLACK) + events * PER_EVENT;
  if (logged < answered - slack) {
    return [`The generator has ${answered} answers, the cloud's log only ${logged} sign-ins.`];
  }
  // Begun and not waited for: nobody knows how many.
  if (interrupted) return [];
  const unfinished = Math.max(0, intendedOf(run) - total(entries));
  if (logged <= answered + unheard + unfinished + slack) return [];
  return [
    `The cloud's log has ${logged} sign-ins, the generator only ${answered + unheard}: ` +
      'somebody else signed in, or answers were lost.',
  ];
}

/** Without those that the generator left out. */
export function intendedOf({ seconds }: EngineRun): number {
  return seconds.reduce((sum, { intended, dropped }) => sum + intended - dropped, 0);
}
