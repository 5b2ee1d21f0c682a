/**
 * Watches a virtual run for asynchronous resources other than promises and the clock's own turns: a
 * timer, a socket, a file or a thread-pool job would settle when the machine likes, not when the
 * seed says. Costs time, so tests turn it on; it follows only what the run itself starts.
 */
import { AsyncResource, createHook, executionAsyncId } from 'node:async_hooks';
import { isSettling } from './clock.ts';

export interface Guarded<T> {
  value: T;
  /** Kinds of stray resources in the order met, with the line that made each. */
  strays: readonly string[];
}

const OF_THE_CLOCK = ['Immediate', 'TickObject'];

export async function guardVirtualRun<T>(run: () => Promise<T>): Promise<Guarded<T>> {
  const ours = new Set<number>();
  const strays: string[] = [];
  const hook = createHook({
    init(id, type, triggerId) {
      if (!ours.has(executionAsyncId()) && !ours.has(triggerId)) return;
      ours.add(id);
      if (type === 'PROMISE' || (isSettling() && OF_THE_CLOCK.includes(type))) return;
      strays.push(`${type} ${callSite()}`);
    },
  });
  const root = new AsyncResource('virtual-run');
  ours.add(root.asyncId());
  hook.enable();
  try {
    return { value: await root.runInAsyncScope(run), strays };
  } finally {
    hook.disable();
  }
}

function callSite(): string {
  const lines = new Error().stack?.split('\n') ?? [];
  return lines.find((line) => line.includes('.ts') && !line.includes('guard.ts'))?.trim() ?? '';
}
