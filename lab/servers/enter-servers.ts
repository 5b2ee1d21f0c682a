/**
 * The agents' servers of a lab that starts: they register, their services run, and the lab is ready
 * when every agent that can holds a signalling connection.
 */
import type { Agent, Verdict } from '../../agent/start-agent.ts';
import type { AgentCapacity } from '../../protocol/capacity.ts';
import { CONTROLLER_SERVICE } from '../../protocol/hosts.ts';
import type { Timings } from '../../protocol/timings.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { OPEN_SITE } from '../../runtime/path.ts';
import type { Dice } from '../../runtime/ports.ts';
import type { RunningCloud } from '../cloud.ts';
import type { Site } from '../estate.ts';
import type { History } from '../history.ts';
import { directoryUrls, type EstateForest } from '../premises/forests.ts';
import type { Population } from '../tenant/population.ts';
import type { Timeline } from '../timeline.ts';
import type { Trouble } from '../trouble.ts';
import type { World } from '../worlds/world.ts';
import { createServers, type ServerRoom } from './create-servers.ts';
import { signInToRegister } from './registration-token.ts';
import type { ServerParts } from './server-parts.ts';

export interface ServersOptions {
  world: World;
  sites: readonly Site[];
  forests: readonly EstateForest[];
  timings: Timings;
  timeline: Timeline;
  trouble: Trouble;
  dice: Dice;
  tenant: { id: string };
  authority: string;
  clientId: string;
  population: Population;
  /** Of each server that has none of its own. Absent: no limit. */
  capacity?: AgentCapacity;
  history?: History;
}

export interface EnteredServers {
  room: ServerRoom;
  /** The latest process of each server that has an agent. It fills while they register. */
  agents: ReadonlyMap<string, Agent>;
  connected: Promise<void>;
  shutDown(): Promise<void>;
}

export function enterServers(options: ServersOptions, cloud: RunningCloud): EnteredServers {
  const { world, sites } = options;
  const agents = new Map<string, Agent>();
  const room = createServers(partsOf(options, agents), sites);
  const enter = async () => {
    await world.clock.drive(room.start());
    const expected = [...room.servers.values()].filter(({ canConnect }) => canConnect).length;
    await untilConnected(world, cloud, expected, options.timings);
  };
  // Until they are there, a clock in the background still has work to do.
  const held = world.hold?.();
  const connected = enter().finally(() => held?.[Symbol.dispose]());
  return {
    ...{ room, agents, connected },
    async shutDown() {
      await connected.catch(() => {});
      await room.shutDown();
    },
  };
}

function partsOf(options: ServersOptions, agents: Map<string, Agent>): ServerParts {
  const { world, sites, forests, timings, timeline, trouble, dice, tenant } = options;
  const { population, history, capacity } = options;
  const { clock, crypto, network } = world;
  const ids = dice.fork('administrator');
  const from = {
    ...{ component: 'administrator', site: OPEN_SITE },
    trust: [world.authority.certificate],
  };
  const { authority, clientId } = options;
  return {
    ...{ clock, crypto, network, timings, timeline, tenantId: tenant.id },
    dice: dice.fork('servers'),
    trust: world.siteTrust,
    ...(world.agentProcesses && { startAgent: world.agentProcesses.startAgent }),
    capacityOf({ capacity: own = capacity }) {
      return own === 'host' ? undefined : own;
    },
    controllers: (site) => directoryUrls(site, sites, forests),
    ...(!world.realDirectory && { directoryService: CONTROLLER_SERVICE }),
    token: (credentials = population.administrator) =>
      signInToRegister({ network, from, authority, clientId, timings, ids }, credentials),
    agentStarted: (name, agent) => void agents.set(name, agent),
    agentGone: (name) => void agents.delete(name),
    ...(history && {
      onVerdict: (verdict: Verdict) => history.add({ f: 'verdict', ...verdict }),
    }),
    onTrouble: trouble.report,
  };
}

const CONNECT_STEP_MS = 50;

/** A lab is ready when every agent holds a signalling connection. */
async function untilConnected(
  { clock }: World,
  { entra }: RunningCloud,
  agents: number,
  timings: Timings,
): Promise<void> {
  const dueMs = clock.nowMs() + timings.registrationTimeoutMs;
  while (entra.connectedAgents().length < agents) {
    if (clock.nowMs() > dueMs) {
      throw new LabError(
        'AGENTS_NOT_CONNECTED',
        `Expected ${agents} connected agents within ${timings.registrationTimeoutMs} ms ` +
          `of lab time, got ${entra.connectedAgents().length}.`,
      );
    }
    await clock.drive(clock.sleep(CONNECT_STEP_MS));
  }
}
