/**
 * `concurrency` workers, each starting the next piece of work when its last one is done, for a
 * given time.
 */
export interface LoopResult {
  done: number;
  perSecond: number;
  /** Milliseconds, sorted. */
  latenciesMs: readonly number[];
}

export async function runClosedLoop(
  concurrency: number,
  durationMs: number,
  work: () => Promise<void>,
): Promise<LoopResult> {
  const latenciesMs: number[] = [];
  const startMs = performance.now();
  const untilMs = startMs + durationMs;
  const worker = async () => {
    while (performance.now() < untilMs) {
      const beganMs = performance.now();
      await work();
      latenciesMs.push(performance.now() - beganMs);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const tookMs = performance.now() - startMs;
  const done = latenciesMs.length;
  return {
    done,
    perSecond: (done * 1000) / tookMs,
    latenciesMs: latenciesMs.sort((a, b) => a - b),
  };
}
