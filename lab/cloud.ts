/** Starts the cloud side and keeps what the lab has to know of it: who answered which sign-in. */
import type { AgentStatusChange, TraceEntry } from '../mock-entra/cloud.ts';
import { type ConnectServer, type Entra, startEntra } from '../mock-entra/mock-entra.ts';
import type { SignInRow } from '../mock-entra/sign-in/sign-in-log.ts';
import type { CloudState } from '../mock-entra/state/state.ts';
import type { Tenant } from '../mock-entra/tenant/tenant.ts';
import type { Timings } from '../protocol/timings.ts';
import type { Dice } from '../runtime/ports.ts';
import type { Population } from './tenant/population.ts';
import type { Timeline } from './timeline.ts';
import type { World } from './worlds/world.ts';

export interface CloudOptions {
  world: World;
  dice: Dice;
  timings: Timings;
  tenant: Tenant;
  timeline: Timeline;
  population: Population;
  /** Default: a new one, in memory. */
  state?: CloudState;
  realNames: boolean;
  connect: ConnectServer;
}

export interface RunningCloud extends AsyncDisposable {
  entra: Entra;
  /** What the cloud refused and why, the latest of it. */
  trace: readonly TraceEntry[];
  /** Machine name of the agent that answered a sign-in; told once, then forgotten. */
  answeredBy(correlationId: string): string | undefined;
}

const ANSWERED_MAX = 1_000;
const TRACE_MAX = 1_000;

export async function startCloud(options: CloudOptions): Promise<RunningCloud> {
  const { world, timeline } = options;
  const machines = new Map<string, string>();
  const answered = new Map<string, string>();
  const trace: TraceEntry[] = [];
  /** Only the background sign-ins come back to ask; what others leave behind is bounded. */
  function remember(correlationId: string, agentId: string): void {
    answered.set(correlationId, agentId);
    const [oldest] = answered.keys();
    if (answered.size > ANSWERED_MAX && oldest !== undefined) answered.delete(oldest);
  }
  const observer = {
    signIn({ correlationId, handOff }: SignInRow) {
      if (handOff?.answeredMs !== undefined) remember(correlationId, handOff.agentId);
    },
    agentStatus({ agentId, machineName, from, to, atMs }: AgentStatusChange) {
      machines.set(agentId, machineName);
      timeline.add({ kind: 'agent-status', atMs, agent: machineName, from, to });
    },
  };
  const entra = await startEntra({
    clock: world.clock,
    crypto: world.crypto,
    ...(world.signing && { signing: world.signing }),
    network: world.network,
    realNames: options.realNames,
    connect: options.connect,
    dice: options.dice,
    tenant: options.tenant,
    people: options.population.cloudUsers,
    ...(options.state && { state: options.state }),
    timings: options.timings,
    registrationAuthority: world.registrationAuthority,
    observer,
    trace(entry) {
      trace.push(entry);
      if (trace.length > TRACE_MAX) trace.shift();
    },
  });
  return {
    entra,
    trace,
    answeredBy(correlationId) {
      const agentId = answered.get(correlationId);
      answered.delete(correlationId);
      return agentId && machines.get(agentId);
    },
    [Symbol.asyncDispose]: () => entra[Symbol.asyncDispose](),
  };
}
