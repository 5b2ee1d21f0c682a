/**
 * The agents as queues: in the order in which validations come, each begins when a slot and a core
 * of its agent are free, holds the core for its service time and the slot until the controller has
 * answered. First come, first served lets the end be told at once, without a list of events.
 */
import type { AgentCapacity } from '../../protocol/capacity.ts';
import { createWorkTimes } from '../../runtime/work-times.ts';
import type { Uniform } from './chance.ts';

export interface QueuedAgent {
  /** `host`: takes no time of its own and never queues. */
  capacity: AgentCapacity | 'host';
  /** To a controller and back. */
  roundTripMs: number;
}

export interface Queues {
  /** When the work begins. `endOf` must follow, for the same agent. */
  beginOf(agent: number, arrivesMs: number): number;
  /** When the agent has its answer. */
  endOf(agent: number, beginsMs: number): number;
}

const AT_ONCE: AgentCapacity = { cores: 1, serviceMs: 0, spread: 0, slots: 1, controllerTrips: 1 };

export function createQueues(agents: readonly QueuedAgent[], uniform: Uniform): Queues {
  const models = agents.map(({ capacity }) => (capacity === 'host' ? AT_ONCE : capacity));
  const limited = Uint8Array.from(agents, ({ capacity }) => (capacity === 'host' ? 0 : 1));
  const coresOf = Uint32Array.from(models, ({ cores }) => cores);
  const trips = Float64Array.from(agents, ({ roundTripMs }, at) => {
    return roundTripMs * (models[at]?.controllerTrips ?? 0);
  });
  const serviceMs = models.map((model) => createWorkTimes(model, uniform));
  const cores = createPools(coresOf);
  const slots = createPools(Uint32Array.from(models, ({ slots: count }) => count));
  return {
    beginOf(agent, arrivesMs) {
      if (limited[agent] === 0) return arrivesMs;
      const core = cores.earliest(agent);
      const slot = slots.earliest(agent);
      const free = Math.max(core, slot);
      return Math.max(arrivesMs, free);
    },
    endOf(agent, beginsMs) {
      const doneMs = beginsMs + (serviceMs[agent]?.() ?? 0);
      const endMs = doneMs + (trips[agent] ?? 0);
      cores.take(agent, doneMs);
      slots.take(agent, endMs);
      return endMs;
    },
  };
}

interface Pools {
  earliest(pool: number): number;
  /** The place that is free earliest is taken until then. */
  take(pool: number, untilMs: number): void;
}

/** For each pool a heap of the times at which its places are free, all in one array. */
function createPools(sizes: Uint32Array): Pools {
  const starts = new Uint32Array(sizes.length);
  let total = 0;
  for (const [pool, size] of sizes.entries()) {
    starts[pool] = total;
    total += size;
  }
  const free = new Float64Array(total);
  return {
    earliest: (pool) => free[starts[pool] ?? 0] ?? 0,
    take(pool, untilMs) {
      const start = starts[pool] ?? 0;
      const size = sizes[pool] ?? 0;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= size) break;
        const right = child + 1;
        if (right < size && (free[start + right] ?? 0) < (free[start + child] ?? 0)) child = right;
        const earlier = free[start + child] ?? 0;
        if (earlier >= untilMs) break;
        free[start + at] = earlier;
        at = child;
      }
      free[start + at] = untilMs;
    },
  };
}
