/**
 * Trouble of the harness itself (no file handles, a world that does not come to rest). It ends the
 * call that is waiting for the lab, so that it can only ever become inconclusive and never a
 * symptom.
 */
export interface Trouble {
  report(error: unknown): void;
  /** `work`, unless trouble was or is reported before it ends. */
  unless<T>(work: Promise<T>): Promise<T>;
}

export function createTrouble(): Trouble {
  let first: { error: unknown } | undefined;
  const waiting = new Set<(error: unknown) => void>();
  return {
    report(error) {
      first ??= { error };
      for (const fail of waiting) fail(error);
    },
    unless(work) {
      if (first) return Promise.reject(first.error);
      return new Promise((resolve, reject) => {
        waiting.add(reject);
        work.then(resolve, reject).finally(() => waiting.delete(reject));
      });
    },
  };
}
