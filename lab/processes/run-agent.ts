/**
 * The lab's own agent, on live ports of a process of its own. It dials the gateways of the lab's
 * sites as the agents inside do; what a client finds out by itself (names, SRV records, the way to
 * the proxy) it is told by the lab and decides here.
 */
import type { Installation } from '../../agent/installation.ts';
import type { AgentLog } from '../../agent/log/agent-log.ts';
import { type Agent, startAgent } from '../../agent/start-agent.ts';
import { createFastCrypto } from '../../runtime/crypto/fast.ts';
import { createRsaCrypto, type LiveCrypto } from '../../runtime/crypto/rsa.ts';
import { createDice } from '../../runtime/dice.ts';
import { type ClientSide, createClientSide } from '../../runtime/live/client-side.ts';
import type { LiveClock } from '../../runtime/live/clock.ts';
import { createNames, LOOPBACK } from '../../runtime/live/names.ts';
import { createUndoStack, type UndoStack } from '../../runtime/undo.ts';
import { openPorts } from '../remote/open-ports.ts';
import type { Road } from '../remote/remote-network.ts';
import { watchTimings } from '../time/watch-timings.ts';
import type { AgentStateNow, FromAgent, Start, ToAgent, UpdaterStatus } from './messages.ts';
import { packInstallation, unpackInstallation } from './pack-installation.ts';

export interface RunOptions {
  tell(message: FromAgent): void;
  trouble(error: unknown): void;
  /** Processor time of this process so far. */
  cpuMs(): number;
}

export interface RunningAgent {
  hear(message: Heard): Promise<void>;
  /** Lab time. */
  nowMs(): number;
  state(): AgentStateNow;
  /** In good order. */
  stop(): Promise<void>;
}

export type Heard = Exclude<ToAgent, { type: 'start' | 'stop' }>;
type Answer<T extends ToAgent['type']> = Extract<ToAgent, { type: T }>;

export async function runAgent(start: Start, options: RunOptions): Promise<RunningAgent> {
  const { cpuMs } = options;
  const undo = createUndoStack();
  const crypto = start.crypto === 'fast' ? createFastCrypto() : createRsaCrypto();
  const { timings, used } = watchTimings(start.options.timings);
  const { clock, network, client } = dialOut(start, { crypto, timings }, undo);
  const own: Own = { updaterStatus: start.updaterStatus };
  const agent = await startAgent({
    ...{ ...start.options, clock, crypto, network, timings },
    ...toldTo(start, own, crypto, options),
  });
  undo.defer(() => agent.stop());
  own.agent = agent;
  own.installation = agent.installation;
  return {
    hear: async (message) => hear(message, { own, agent, client, clock }),
    nowMs: () => clock.preciseMs(),
    state: () => {
      const { running, counters } = agent;
      const load = { ...agent.load(), cpuMs: cpuMs() };
      return { running, counters, load, usedTimings: [...used()] };
    },
    stop: async () => undo[Symbol.asyncDispose](),
  };
}

/** What of this process the lab changes, or waits for. */
interface Own {
  updaterStatus: UpdaterStatus;
  agent?: Agent;
  /** As the lab knows it. */
  installation?: Installation;
  reinstalled?(result: Answer<'reinstalled'>['result']): void;
}

function dialOut(
  { labMs, machineMs, seed, gatewayPorts, namesElsewhere, pathEffects, published }: Start,
  ports: { crypto: LiveCrypto; timings: Start['options']['timings'] },
  undo: UndoStack,
) {
  const client = createClientSide(createDice(seed).fork('path'));
  client.apply(pathEffects);
  for (const [name, hosts] of published) client.publish(name, hosts);
  const road: Road = {
    // Which names there are, the gateway knows.
    names: { ...createNames(), resolve: (_, port) => ({ address: LOOPBACK, port }) },
    gatewayPort: (site) => gatewayPorts.get(site),
    namesElsewhere,
    clientCourse: client.course,
    resolveService: client.resolveService,
  };
  const startMs = labMs + Date.now() - machineMs;
  return { ...openPorts({ ...ports, road, startMs }, undo), client };
}

/** What the agent tells and asks its lab. */
function toldTo(start: Start, own: Own, crypto: LiveCrypto, { tell, trouble }: RunOptions) {
  const { seed, installation, tellsVerdicts, reinstalls } = start;
  return {
    dice: createDice(seed),
    installation: unpackInstallation(crypto, installation),
    log: tellingLog(installation.machineName, tell, () => tellRenewal(own, crypto, tell)),
    onTrouble: trouble,
    updaterStatus: () => own.updaterStatus,
    ...(tellsVerdicts && {
      onVerdict: (verdict: Extract<FromAgent, { type: 'verdict' }>['verdict']) =>
        tell({ type: 'verdict', verdict }),
    }),
    ...(reinstalls && {
      async reinstall() {
        tell({ type: 'reinstall' });
        const result = await new Promise<Answer<'reinstalled'>['result']>((resolve) => {
          own.reinstalled = resolve;
        });
        if ('refused' in result) return result;
        own.installation = unpackInstallation(crypto, result);
        return own.installation;
      },
    }),
  };
}

/** The server's log is the lab's; here are only its ears. */
function tellingLog(machineName: string, tell: RunOptions['tell'], written: () => void): AgentLog {
  return {
    ...{ machineName, events: [], trace: [] },
    write(event, message, atMs) {
      tell({ type: 'event', event, message, atMs });
      // Whatever it says, its certificate may have become another one.
      queueMicrotask(written);
    },
    traceFailure: (requestId, reason, atMs) => tell({ type: 'trace', requestId, reason, atMs }),
  };
}

function tellRenewal(own: Own, crypto: LiveCrypto, tell: RunOptions['tell']): void {
  const installation = own.agent?.installation;
  if (installation === undefined || installation === own.installation) return;
  own.installation = installation;
  tell({ type: 'renewed', installation: packInstallation(crypto, installation) });
}

interface Hearing {
  own: Own;
  agent: Agent;
  client: ClientSide;
  clock: LiveClock;
}

async function hear(message: Heard, { own, agent, client, clock }: Hearing): Promise<void> {
  switch (message.type) {
    case 'apply':
      return void (await agent.apply(message.effects));
    case 'path':
      return client.apply(message.effects);
    case 'publish':
      return client.publish(message.name, message.hosts);
    case 'updater':
      own.updaterStatus = message.status;
      return;
    case 'catch-up':
      return clock.advanceTo(message.untilMs);
    case 'reinstalled':
      return own.reinstalled?.(message.result);
    default:
      return message satisfies never;
  }
}
