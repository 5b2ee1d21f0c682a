/** Sign-ins that did not end as they should: a refusal that a test asked for is not among them. */
import type { EngineRun } from '../load-result.ts';

export function failedIn({ failed, seconds }: EngineRun): number {
  return failed ?? seconds.reduce((sum, second) => sum + second.failed, 0);
}

/** By result; undefined where the engine did not tell them apart. */
export function failuresIn({ seconds }: EngineRun): Readonly<Record<string, number>> | undefined {
  const sums: Record<string, number> = {};
  for (const { failed, failures } of seconds) {
    if (failed > 0 && failures === undefined) return undefined;
    for (const [result, count] of Object.entries(failures ?? {})) {
      sums[result] = (sums[result] ?? 0) + count;
    }
  }
  return seconds.length === 0 ? undefined : sums;
}
