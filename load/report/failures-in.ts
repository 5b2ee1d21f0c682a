/** Sign-ins that did not end as they should, over the whole run. */
import type { EngineRun } from '../load-result.ts';

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
