/** An estate description in the lab's own words and units: what `startLab` takes. Pure. */
import { PREVIEW_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import { parseDuration } from '../../runtime/duration.ts';
import type { AgentServerEntry, LabOptions, Site } from '../estate.ts';
import { capacityEntry } from './capacities.ts';
import type {
  EstateDescription,
  ServerDescription,
  SiteDescription,
} from './estate-description.ts';

/** All but the tenant file, which is somebody else's to read. */
export function estateOptions(description: EstateDescription): LabOptions {
  const { sites, forests, capacity, users, traffic, timings } = description;
  return {
    sites: sitesOptions(sites),
    ...(forests && { forests }),
    ...capacityEntry(capacity),
    ...(users !== undefined && { users }),
    ...(traffic !== undefined && { traffic: traffic && { everyMs: parseDuration(traffic.every) } }),
    ...(timings && { timings }),
  };
}

export function sitesOptions(sites: readonly SiteDescription[]): Site[] {
  return sites.map(siteOptions);
}

function siteOptions(site: SiteDescription): Site {
  const { name, agents, controllers = [], controllersOf, controllerLatency } = site;
  const { inactive = [], servers, proxy, connect } = site;
  // What is known of agents that are not started stays in the file.
  const started = Object.entries(servers ?? {}).filter(([agent]) => !inactive.includes(agent));
  return {
    ...{ name, agents, controllers },
    ...(controllersOf !== undefined && { controllersOf }),
    ...(controllerLatency !== undefined && {
      controllerLatencyMs: parseDuration(controllerLatency),
    }),
    ...(servers && {
      servers: Object.fromEntries(started.map(([agent, server]) => [agent, serverOptions(server)])),
    }),
    ...(proxy && { proxy }),
    ...(connect && { connect: connect.map(({ agent: _, ...server }) => server) }),
  };
}

function serverOptions(server: ServerDescription): AgentServerEntry {
  const { id: _, externalIp: __, clockOffset, capacity, connector, ...same } = server;
  return {
    ...same,
    ...capacityEntry(capacity),
    ...(clockOffset !== undefined && { clockOffsetMs: parseDuration(clockOffset) }),
    // The preview agent has the connector's own name in Programs and Features.
    ...(connector === 'alone'
      ? { version: server.version ?? PREVIEW_AGENT_VERSION }
      : connector !== undefined && { connector }),
  };
}
