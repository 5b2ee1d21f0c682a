/** Starts the cloud side and keeps what the lab has to know of it: who answered which sign-in. */
import type { AgentStatusChange, TraceEntry } from '../mock-entra/cloud.ts';
import { type ConnectServer, type Entra, startEntra } from '../mock-entra/mock-entra.ts';
import type { SignInRow } from '../mock-entra/sign-in/sign-in-log.ts';
import { type CloudState, createState } from '../mock-entra/state/state.ts';
import type { Tenant } from '../mock-entra/tenant/tenant.ts';
import type { Timings } from '../protocol/timings.ts';
import { createLatest, type Latest } from '../runtime/latest.ts';
import type { Dice } from '../runtime/ports.ts';
import { followLockouts, type History, rowOperation } from './history.ts';
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
  certificateAgeMs(machineName: string): number;
  /** How unevenly agents are chosen; 0: each equally often. */
  choiceSkew: number;
  history?: History;
}

export interface RunningCloud extends AsyncDisposable {
  entra: Entra;
  /** What the cloud refused and why, the latest of it. */
  trace: readonly TraceEntry[];
  /** Machine name of the agent that answered a sign-in; told once, then forgotten. */
  answeredBy(correlationId: string): string | undefined;
  /** Of one that took the request and gave no answer; told once, then forgotten. */
  handedTo(correlationId: string): string | undefined;
}

/** What a state file remembers, or one that a history follows; else the cloud makes its own. */
function stateOf({ state, history, world, population }: CloudOptions): { state?: CloudState } {
  if (state) return { state };
  if (!history) return {};
  return { state: createState(followLockouts(history, world.clock, population.cloudUsers)) };
}

const ANSWERED_MAX = 1_000;
const TRACE_MAX = 1_000;

export async function startCloud(options: CloudOptions): Promise<RunningCloud> {
  const { world, timeline } = options;
  const machines = new Map<string, string>();
  const handOffs = rememberHandOffs(machines);
  const trace: TraceEntry[] = [];
  const observer = {
    signIn(row: SignInRow) {
      options.history?.add(rowOperation(row));
      handOffs.note(row);
    },
    agentStatus({ agentId, machineName, from, to, atMs }: AgentStatusChange) {
      machines.set(agentId, machineName);
      options.history?.add({ f: 'status', atMs, agentId, to });
      timeline.add({ kind: 'agent-status', atMs, agent: machineName, entry: agentId, from, to });
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
    ...stateOf(options),
    timings: options.timings,
    registrationAuthority: world.registrationAuthority,
    ...{ certificateAgeMs: options.certificateAgeMs, choiceSkew: options.choiceSkew },
    observer,
    trace(entry) {
      trace.push(entry);
      if (trace.length > TRACE_MAX) trace.shift();
    },
  });
  return {
    entra,
    trace,
    ...{ answeredBy: handOffs.answeredBy, handedTo: handOffs.handedTo },
    [Symbol.asyncDispose]: () => entra[Symbol.asyncDispose](),
  };
}

/** Only the background sign-ins come back to ask; what others leave behind is bounded. */
function rememberHandOffs(machines: ReadonlyMap<string, string>) {
  const answered = createLatest<string>(ANSWERED_MAX);
  const unanswered = createLatest<string>(ANSWERED_MAX);
  function recall(kept: Latest<string>, correlationId: string): string | undefined {
    const agentId = kept.get(correlationId);
    kept.delete(correlationId);
    return agentId && machines.get(agentId);
  }
  return {
    note({ correlationId, handOff }: SignInRow) {
      if (!handOff) return;
      const kept = handOff.answeredMs === undefined ? unanswered : answered;
      kept.set(correlationId, handOff.agentId);
    },
    answeredBy: (correlationId: string) => recall(answered, correlationId),
    handedTo: (correlationId: string) => recall(unanswered, correlationId),
  };
}
