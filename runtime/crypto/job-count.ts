/**
 * Counts jobs in flight and tells when the last of them has ended, so that a live clock knows when
 * the world is quiet.
 */
export interface JobCount {
  pending(): number;
  run<T>(job: () => Promise<T>): Promise<T>;
  /** Called each time the count falls to 0, before whoever awaits that job goes on. */
  onSettled(listener: () => void): Disposable;
}

export function createJobCount(): JobCount {
  let pending = 0;
  const listeners = new Set<() => void>();
  return {
    pending: () => pending,
    async run(job) {
      pending++;
      try {
        return await job();
      } finally {
        pending--;
        if (pending === 0) for (const listener of listeners) listener();
      }
    },
    onSettled(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}
