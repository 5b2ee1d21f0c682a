/**
 * As many threads for RSA as there are cores. Node's default of four starves the event loop on a
 * small machine and leaves a large one idle. libuv reads the number when the pool is first used, so
 * this has to come before any key is made; afterwards it changes nothing.
 */
import { availableParallelism } from 'node:os';

/**
 * For one of several processes that share the machine: two, so that neither RSA nor DNS starves.
 */
export function threadsFor(processes: number): number {
  return Math.max(2, Math.ceil(availableParallelism() / Math.max(1, processes)));
}

export function sizeThreadPool(): void {
  process.env.UV_THREADPOOL_SIZE ??= String(Math.max(2, availableParallelism()));
}
