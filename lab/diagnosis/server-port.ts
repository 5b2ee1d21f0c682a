/**
 * A server of the lab as somebody sees it who has signed in to it: states of the machine, its log
 * and its counters. Which effects are on is nowhere in here.
 */
import type { ServerDescription, ServerPort } from '../../probes/probe-ports.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { ProxySetting } from '../estate.ts';
import type { Lab } from '../lab.ts';
import type { AgentServer } from '../servers/agent-server.ts';
import { namedCounters } from '../servers/named-counters.ts';

export type SeenLab = Pick<Lab, 'servers' | 'connectServers'>;

export function labServerPort(lab: SeenLab, name: string): ServerPort {
  return {
    name,
    describe: async () => describeServer(lab, enter(lab, name)),
    async events(sinceMs) {
      const { events } = enter(lab, name).log;
      return events
        .filter(({ atMs }) => atMs >= sinceMs)
        .map(({ channel, id, level, atMs, message }) => ({ channel, id, level, atMs, message }));
    },
    async counters() {
      const { agent } = enter(lab, name);
      return agent?.running ? namedCounters(agent.counters) : undefined;
    },
    async failures(sinceMs) {
      const { trace } = enter(lab, name).log;
      return trace
        .filter(({ atMs }) => atMs >= sinceMs)
        .map(({ atMs, reason }) => ({ atMs, reason }));
    },
  };
}

/** @throws LabError `PROBE_SERVER` */
function enter({ servers }: SeenLab, name: string): AgentServer {
  const server = servers.get(name);
  if (server === undefined) throw new LabError('PROBE_SERVER', `There is no server "${name}".`);
  if (!server.isUp) {
    throw new LabError('PROBE_SERVER', `Nobody can sign in to ${name}: the machine is down.`);
  }
  return server;
}

export function describeServer(
  { connectServers }: Pick<SeenLab, 'connectServers'>,
  { name, machine, services, programs, instanceId, proxySetting }: AgentServer,
): ServerDescription {
  const { version, certificate, clockOffsetMs, tls12, isResponding } = machine;
  const connect = connectServers.list().find((each) => each.name === name);
  return {
    ...{ agentService: services.agent, updaterService: services.updater, programs },
    ...(version !== undefined && { agentVersion: version }),
    ...(instanceId !== undefined && { instanceId }),
    ...(certificate && { certificate }),
    ...{ proxySetting: PROXY_WORDS[proxySetting], tls12, clockOffsetMs },
    ...(isResponding !== undefined && { isResponding }),
    ...(connect && {
      connect: { version: connect.version, role: connect.role, isRunning: connect.running },
    }),
  };
}

const PROXY_WORDS: Readonly<Record<ProxySetting, NonNullable<ServerDescription['proxySetting']>>> =
  { wpad: 'wpad', configuration: 'named', browser: 'browser-only', none: 'none' };
