/**
 * All agents of a live lab that run in processes of their own: starts a few of them at a time,
 * tells them what a client finds out by itself, and keeps them at the lab's time.
 */
import { availableParallelism } from 'node:os';
import type { Agent, AgentOptions } from '../../agent/start-agent.ts';
import type { PathEffect } from '../../protocol/effects.ts';
import type { LiveCrypto } from '../../runtime/crypto/rsa.ts';
import type { Clock } from '../../runtime/ports.ts';
import type { Followers } from '../time/followers.ts';
import { untouched } from '../time/watch-timings.ts';
import type { Start, ToAgent } from './messages.ts';
import { packInstallation } from './pack-installation.ts';
import { ProcessAgent } from './process-agent.ts';
import { type AgentChild, type SpawnOptions, spawnAgent } from './spawn-agent.ts';

/** One that is gone says so; one that is slow would lose its connections if left behind. */
const PATIENCE_MS = 60_000;

export interface AgentProcessesOptions {
  clock: Clock;
  crypto: LiveCrypto;
  followers: Followers;
  /** How many are to be expected. */
  agents: number;
  /** By site. */
  gatewayPorts: ReadonlyMap<string, number>;
  /** Default: on this machine. */
  spawn?(options: SpawnOptions): AgentChild;
  /** Default false: what a client finds out by itself it is told by the lab. */
  namesElsewhere?: boolean;
}

export interface AgentProcesses extends AsyncDisposable {
  startAgent(options: AgentOptions): Promise<Agent>;
  applyPath(effects: readonly PathEffect[]): void;
  publish(name: string, hosts: readonly string[]): void;
}

export function createAgentProcesses(options: AgentProcessesOptions): AgentProcesses {
  const { clock, crypto, followers } = options;
  const running = new Set<ProcessAgent>();
  const told: Told = { pathEffects: [], published: new Map() };
  const takeSlot = createSlots(availableParallelism());

  async function begin(agentOptions: AgentOptions): Promise<ProcessAgent> {
    const start = describeStart(options, agentOptions, told);
    const { agents: processes, spawn = spawnAgent } = options;
    const agent = new ProcessAgent(agentOptions, { crypto, start, processes, spawn });
    running.add(agent);
    void agent.gone.then(() => running.delete(agent));
    await agent.started;
    return agent;
  }

  const tellAll = (message: ToAgent) => {
    for (const agent of running) agent.post(message);
  };

  return {
    async startAgent(agentOptions) {
      // Whom it comes after on the same server has its connections until it is gone.
      const before = [...running].filter(({ log, isOver }) => isOver && log === agentOptions.log);
      await Promise.all(before.map(({ gone }) => gone));
      const agent = await takeSlot(() => begin(agentOptions));
      follow(agent, agentOptions.vantage.component, clock, followers).catch(agentOptions.onTrouble);
      return agent;
    },
    applyPath(effects) {
      told.pathEffects = effects;
      tellAll({ type: 'path', effects });
    },
    publish(name, hosts) {
      told.published.set(name, hosts);
      tellAll({ type: 'publish', name, hosts });
    },
    async [Symbol.asyncDispose]() {
      for (const agent of running) agent.stop();
      await Promise.all([...running].map(({ gone }) => gone));
    },
  };
}

/** What all of them know, those that come later too. */
interface Told {
  pathEffects: readonly PathEffect[];
  readonly published: Map<string, readonly string[]>;
}

function describeStart(
  { clock, crypto, gatewayPorts, namesElsewhere = false }: AgentProcessesOptions,
  agentOptions: AgentOptions,
  { pathEffects, published }: Told,
): Start {
  const { onVerdict, reinstall, updaterStatus, dice, installation } = agentOptions;
  return {
    options: plainOptions(agentOptions),
    installation: packInstallation(crypto, installation),
    crypto: crypto.kind,
    seed: Buffer.from(dice.fork('process').bytes(16)).toString('hex'),
    ...{ labMs: clock.nowMs(), machineMs: Date.now() },
    ...{ gatewayPorts, namesElsewhere, pathEffects, published },
    updaterStatus: updaterStatus?.() ?? 'Stopped',
    tellsVerdicts: onVerdict !== undefined,
    reinstalls: reinstall !== undefined,
  };
}

/** Ports and functions stay here. */
function plainOptions(agentOptions: AgentOptions): Start['options'] {
  const { clock, crypto, network, dice, log, installation, ...rest } = agentOptions;
  const { updaterStatus, reinstall, onVerdict, onTrouble, ...plain } = rest;
  return { ...plain, timings: untouched(plain.timings) };
}

/** Between two moves of the lab's clock its own goes on by itself, as every clock does. */
async function follow(
  agent: ProcessAgent,
  name: string,
  clock: Clock,
  followers: Followers,
): Promise<void> {
  let { aheadMs } = agent;
  const atMs = () => aheadMs + performance.now();
  while (!agent.isOver) {
    const told = followers.report(name, atMs(), clock.nowMs(), PATIENCE_MS);
    const untilMs = await Promise.race([told, agent.gone]);
    if (typeof untilMs !== 'number' || untilMs <= atMs()) continue;
    const arrivedMs = await agent.catchUp(untilMs);
    if (arrivedMs !== undefined) aheadMs = arrivedMs - performance.now();
  }
  followers.leave(name);
}

/** So many at a time; the others wait. */
function createSlots(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
