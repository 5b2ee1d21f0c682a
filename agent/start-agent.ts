/**
 * The agent's service on one server: a process that runs on an installation, ends and starts again
 * as the server's conditions have it. It dials out only; it never listens. Registering comes
 * before: `register.ts`.
 */
import type { AgentCapacity } from '../protocol/capacity.ts';
import type { AgentServerEffect } from '../protocol/effects.ts';
import type { Timings } from '../protocol/timings.ts';
import type { Clock, Crypto, Dice, Network, Vantage } from '../runtime/ports.ts';
import { type Conditions, conditionsFrom, HEALTHY, needsRestart } from './conditions.ts';
import { refuseForeignAuthorities, refuseForeignEndpoint } from './guard.ts';
import type { Installation } from './installation.ts';
import type { AgentLog } from './log/agent-log.ts';
import { createMachine, type Machine } from './machine.ts';
import type { Answer, Counters } from './state.ts';
import type { WorkLoad } from './work-load.ts';

export type { AgentLogEntry } from './log/agent-log.ts';

export interface AgentOptions {
  clock: Clock;
  crypto: Crypto;
  network: Network;
  /** This agent's own. Drawn from only while a condition leaves something to chance. */
  dice: Dice;
  /** Of its server. Default: as the machine that this runs on, or at once in virtual time. */
  capacity?: AgentCapacity | undefined;
  /** Where the service stands and whom its server trusts. */
  vantage: Vantage;
  tenantId: string;
  installation: Installation;
  /** `ldaps://…`, those of the own site first. */
  controllers: readonly string[];
  /** The SRV record that has to name a controller before it is asked. Default: none has to. */
  directoryService?: string;
  timings: Timings;
  /** The server's; it goes on when the service starts again. */
  log: AgentLog;
  /** What is wrong with the server already. Default: nothing. */
  effects?: readonly AgentServerEffect[];
  /** As the agent tells the cloud at each bootstrap. Default: stopped. */
  updaterStatus?(): 'Running' | 'Stopped';
  /** Default `warn`: the agent goes on without a revocation list. */
  crlPolicy?: 'warn' | 'refuse';
  /**
   * How an agent that the cloud has dropped gets registered again, by an administrator, when what
   * led to it is healed. Absent: it stays dropped.
   */
  reinstall?(): Promise<Installation | { refused: string }>;
  /** Told of each answer when it is first posted; whether the cloud takes it is another matter. */
  onVerdict?(verdict: Verdict): void;
  /** The harness itself failed (no file handles, no ports): the run can say nothing any more. */
  onTrouble(error: unknown): void;
}

export interface Verdict {
  atMs: number;
  agentId: string;
  requestId: string;
  answer: Answer;
  certificateEndsMs: number;
}

export interface Agent {
  readonly agentId: string;
  /** Always current: a renewal replaces its keys. */
  readonly installation: Installation;
  /** Whether its process is there; one that hangs is. */
  readonly running: boolean;
  readonly counters: Counters;
  /** Cheap enough to be asked every second. */
  load(): WorkLoad;
  /** When the current certificate ends, lab time. */
  readonly certificateEndsMs: number;
  readonly log: AgentLog;
  /**
   * Replaces the conditions of the server; those for other agents must be left out before. A
   * promise where the agent is in a process of its own: until it has heard of them.
   */
  apply(effects: readonly AgentServerEffect[]): void | Promise<void>;
  stop(): void;
  /** The process is gone, without a word. Like `stop`, for good. */
  kill(): void;
}

/** Starts the service, unless the server's conditions keep it down. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  refuseForeignAuthorities(options.vantage.trust);
  for (const controller of options.controllers) refuseForeignEndpoint(controller);
  const conditions = conditionsFrom(options.effects ?? []);
  const service = createService(options, conditions);
  service.follow(HEALTHY, conditions);
  return describe(options, service);
}

function describe({ log }: AgentOptions, { own, follow, finish, conditions }: Service): Agent {
  return {
    get agentId() {
      return own.installation.agentId;
    },
    get installation() {
      return own.installation;
    },
    get running() {
      return own.running;
    },
    get counters() {
      return own.counters;
    },
    load: () => own.load,
    get certificateEndsMs() {
      return own.installation.held[0].certificate.notAfterMs;
    },
    log,
    apply: (effects) => follow(conditions(), conditionsFrom(effects)),
    stop: () => finish('stop'),
    kill: () => finish('kill'),
  };
}

interface Service {
  readonly own: Machine;
  conditions(): Conditions;
  follow(before: Conditions, after: Conditions): void;
  finish(how: 'stop' | 'kill'): void;
}

function createService(options: AgentOptions, first: Conditions): Service {
  let conditions = first;
  let over = false;
  const own = createMachine(options, () => conditions);
  const copy = createCopy(options, own, () => conditions);

  /** Healing finds an installation that the cloud knows no more: it has to be made anew. */
  function losesIdentity(before: Conditions, after: Conditions): boolean {
    const expired = endMsOf(own) < options.clock.nowMs();
    if (before.renewalOff && !after.renewalOff && expired) return true;
    return !after.cloned && copy.hasRenewedLast();
  }

  async function registerAgain(): Promise<void> {
    const installation = await options.reinstall?.();
    if (over || !installation || 'refused' in installation) return;
    own.installation = installation;
    own.end('stop');
    own.start();
  }

  return {
    own,
    conditions: () => conditions,
    follow(before, after) {
      if (over) return;
      conditions = after;
      settle(own, before, after);
      const isLost = losesIdentity(before, after);
      copy.follow(after);
      if (isLost) registerAgain().catch(options.onTrouble);
    },
    finish(how) {
      over = true;
      own.end(how);
      copy.end();
    },
  };
}

/** The clone of the server, while there is one. */
interface Copy {
  follow(conditions: Conditions): void;
  /** True if the certificate of the original is not the agent's latest. */
  hasRenewedLast(): boolean;
  end(): void;
}

/** It starts with what the original has at that moment, and keeps its own from then on. */
function createCopy(options: AgentOptions, own: Machine, conditions: () => Conditions): Copy {
  const vantage = { ...options.vantage, component: `${options.vantage.component}-copy` };
  let machine: Machine | undefined;
  const copy: Copy = {
    follow(changed) {
      if (!changed.cloned) return copy.end();
      if (machine) return machine.adapt(changed);
      const { installation } = own;
      machine = createMachine({ ...options, vantage, installation }, conditions);
      machine.start();
    },
    hasRenewedLast: () => machine !== undefined && endMsOf(machine) > endMsOf(own),
    end() {
      machine?.end('kill');
      machine = undefined;
    },
  };
  return copy;
}

function endMsOf({ installation }: Machine): number {
  return installation.held[0].certificate.notAfterMs;
}

/** The service as these conditions would have it: down, started anew, or going on with them. */
function settle(machine: Machine, before: Conditions, after: Conditions): void {
  if (after.down) machine.end(after.down === 'stopped' ? 'stop' : 'kill');
  else if (machine.running && needsRestart(before, after)) {
    machine.end(before.hung ? 'kill' : 'stop');
    machine.start();
  } else if (machine.running) machine.adapt(after);
  else if (!machine.crashed || !after.crashesOnRequest) machine.start();
}
