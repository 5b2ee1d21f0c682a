/**
 * Control API: what somebody would see who signs in to an agent's server. Programs and Features,
 * services, event log, trace and performance counters, as values; `pta-lab servers` renders them.
 */
import { CHANNELS } from '../../protocol/events.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { labServerPort } from '../diagnosis/server-port.ts';
import type { Lab } from '../lab.ts';
import type { AgentServer } from '../servers/agent-server.ts';
import { namedCounters } from '../servers/named-counters.ts';
import { wrong } from './members.ts';
import type { Asked, ControlRoutes } from './route.ts';

export const SERVER_ROUTES: ControlRoutes = {
  'GET /servers': (lab) => [...lab.servers.values()].map(describeServer),
  'GET /servers/:name': (lab, asked) => describeServer(serverOf(lab, asked)),
  'GET /servers/:name/description': (lab, asked) =>
    labServerPort(lab, serverOf(lab, asked).name).describe(),
  'GET /servers/:name/events': (lab, asked) => {
    const channel = channelOf(asked);
    return serverOf(lab, asked).log.events.filter((event) => event.channel === channel);
  },
  'GET /servers/:name/trace': (lab, asked) => serverOf(lab, asked).log.trace,
  'GET /servers/:name/counters': (lab, asked) => countersOf(lab, serverOf(lab, asked)),
};

export type ServerView = ReturnType<typeof describeServer>;

function describeServer(server: AgentServer) {
  const { name, site, isUp, version, instanceId, proxySetting, services, programs } = server;
  return { name, site, isUp, version, instanceId, proxySetting, services, programs };
}

/** @throws LabError `CONTROL_INPUT` */
function serverOf({ servers }: Lab, { params: { name = '' } }: Asked): AgentServer {
  const server = servers.get(name);
  if (server) return server;
  const known = [...servers.keys()].join(', ');
  throw new LabError('CONTROL_INPUT', `There is no server "${name}"; there are ${known}.`);
}

/** Words of a query and the channels they mean. */
export const LOG_CHANNELS = {
  admin: CHANNELS.admin,
  updater: CHANNELS.updaterAdmin,
  session: CHANNELS.session,
} as const;

function channelOf({ query }: Asked): string {
  const asked = query.get('channel') ?? 'admin';
  const found = Object.entries(LOG_CHANNELS).find(([word]) => word === asked);
  if (found === undefined) {
    throw wrong('channel', `one of ${Object.keys(LOG_CHANNELS).join(', ')}`, asked);
  }
  return found[1];
}

function countersOf({ agents }: Lab, { name, version }: AgentServer): Record<string, number> {
  const counters = agents.get(name)?.counters;
  if (!counters || version === undefined) {
    throw new LabError('CONTROL_INPUT', `No agent is installed on ${name}: it has no counters.`);
  }
  return namedCounters(counters);
}
