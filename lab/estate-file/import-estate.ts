/**
 * From a list of agents and the sites that claim them to an estate. Pure; what had to be guessed is
 * said in notes, which become comments at the top of the file.
 */
import { LabError } from '../../runtime/lab-error.ts';
import type { ListedAgent } from './agent-list.ts';
import type {
  ClaimingSite,
  EstateDescription,
  ServerDescription,
  SiteDescription,
  SitesDescription,
} from './estate-description.ts';
import { nameAgents } from './safe-names.ts';

export interface ImportedEstate {
  description: EstateDescription;
  notes: readonly string[];
}

/** @throws LabError `ESTATE_AGENT_LIST` if no agent is Active: such a lab could not start. */
export function importEstate(
  agents: readonly ListedAgent[],
  { sites, ...rest }: SitesDescription,
): ImportedEstate {
  if (agents.every(({ status }) => status === 'inactive')) {
    const sentence = `expected at least one Active agent, got ${agents.length} Inactive`;
    throw new LabError('ESTATE_AGENT_LIST', sentence);
  }
  const names = nameAgents(agents);
  const claimed = sites.map((_, at) =>
    agents.filter((agent) => sites.findIndex((other) => claims(other, agent)) === at),
  );
  const left = agents.filter((agent) => !claimed.some((own) => own.includes(agent)));
  const lender = sites.find(({ controllers = [] }) => controllers.length > 0)?.name;
  const made = groupByAddress(left);
  return {
    description: {
      ...rest,
      sites: [
        ...sites.map((site, at) => describeSite(site, claimed[at] ?? [], agents, names)),
        ...[...made].map(([name, own], at) =>
          describeSite(madeSite(name, at, lender, made), own, agents, names),
        ),
      ],
    },
    notes: [
      ...describeTwins(agents, names),
      ...describeInactive(agents, names),
      ...describeMissing(sites, agents),
      ...describeMade(made, lender),
      'Graph does not tell versions: they are taken as the latest; add `version` under `servers`.',
    ],
  };
}

/** A name counts whole or up to its first dot. */
function isMachine({ machineName }: ListedAgent, written: string): boolean {
  const [whole, asked] = [machineName.toLowerCase(), written.toLowerCase()];
  return whole === asked || whole.split('.')[0] === asked;
}

/** Machine names are asked first: two sites may leave by one address. */
function claims({ machines = [], externalIps = [] }: ClaimingSite, agent: ListedAgent): boolean {
  if (machines.some((name) => isMachine(agent, name))) return true;
  return agent.externalIp !== undefined && externalIps.includes(agent.externalIp);
}

function describeSite(
  { machines: _, externalIps: __, servers: written = {}, connect, ...site }: ClaimingSite,
  own: readonly ListedAgent[],
  all: readonly ListedAgent[],
  names: ReadonlyMap<string, string>,
): SiteDescription {
  const nameOf = ({ id }: ListedAgent): string => names.get(id) ?? id;
  const byStatus = (status: ListedAgent['status']) =>
    own.filter((agent) => agent.status === status).map(nameOf);
  const inactive = byStatus('inactive');
  const agents = byStatus('active');
  const servers = own
    .filter(({ status }) => status === 'active')
    .map((agent) => [nameOf(agent), describeServer(agent, all, written)]);
  return {
    ...{ name: site.name, agents },
    ...(inactive.length > 0 && { inactive }),
    ...site,
    ...(servers.length > 0 && { servers: Object.fromEntries(servers) }),
    ...(connect && {
      connect: connect.map((server) => ({
        ...server,
        ...(agents.includes(server.name) && { agent: server.name }),
      })),
    }),
  };
}

function describeServer(
  agent: ListedAgent,
  all: readonly ListedAgent[],
  written: Readonly<Record<string, ServerDescription>>,
): ServerDescription {
  const { id, machineName, externalIp } = agent;
  const first = all.find((other) => isTwin(other, agent) && other.status === 'active');
  const known = Object.entries(written).find(([name]) => isMachine(agent, name))?.[1];
  return {
    // Of two Active agents with one name at most one can be on that server.
    machine: first === agent ? machineName : `${machineName} (${id})`,
    id,
    ...(externalIp !== undefined && { externalIp }),
    ...known,
  };
}

function isTwin(one: ListedAgent, other: ListedAgent): boolean {
  return one.machineName.toLowerCase() === other.machineName.toLowerCase();
}

type Made = ReadonlyMap<string, readonly ListedAgent[]>;

function groupByAddress(agents: readonly ListedAgent[]): Made {
  const made = new Map<string, ListedAgent[]>();
  for (const agent of agents) {
    const { externalIp = 'unknown' } = agent;
    const name = `site-${externalIp.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    made.set(name, [...(made.get(name) ?? []), agent]);
  }
  return made;
}

/** Without a site that has controllers, the first one that is made gets two. */
function madeSite(name: string, at: number, lender: string | undefined, made: Made): ClaimingSite {
  const [first = name] = made.keys();
  if (lender === undefined && at === 0) return { name, controllers: ['dc-1', 'dc-2'] };
  return { name, controllersOf: lender ?? first };
}

/** A server that is listed twice is the trace of an upgrade, or of something worse. */
function describeTwins(agents: readonly ListedAgent[], names: ReadonlyMap<string, string>) {
  const seen = new Set<string>();
  return agents.flatMap((agent): string[] => {
    const machine = agent.machineName.toLowerCase();
    const twins = agents.filter((other) => isTwin(other, agent));
    if (twins.length === 1 || seen.has(machine)) return [];
    seen.add(machine);
    const active = twins.filter(({ status }) => status === 'active');
    const called = active.map(({ id }) => names.get(id)).join(' and ');
    if (active.length < 2) {
      return [
        `${agent.machineName} is listed ${twins.length} times, ${active.length} of them Active: ` +
          'as after uninstalling and installing again. Inactive entries drop from the list ' +
          'after 10 days.',
      ];
    }
    return [
      `${agent.machineName} is listed ${active.length} times as Active: two servers of one name ` +
        `in two forests, or a cloned machine, which is not supported. Taken as two, ${called}.`,
    ];
  });
}

function describeInactive(agents: readonly ListedAgent[], names: ReadonlyMap<string, string>) {
  const inactive = agents.filter(({ status }) => status === 'inactive');
  if (inactive.length === 0) return [];
  const list = inactive.map(({ id }) => names.get(id)).join(', ');
  return [`Inactive, so not started by the lab: ${list}.`];
}

function describeMissing(sites: readonly ClaimingSite[], agents: readonly ListedAgent[]) {
  return sites.flatMap(({ name, machines = [] }) => {
    const missing = machines.filter((machine) => !agents.some((one) => isMachine(one, machine)));
    const verb = missing.length === 1 ? 'is' : 'are';
    return missing.length === 0
      ? []
      : [`${missing.join(', ')} of ${name} ${verb} not on the list: no agent is registered there.`];
  });
}

function describeMade(made: Made, lender: string | undefined): string[] {
  const [first] = made.keys();
  if (first === undefined) return [];
  const places = [...made].map(([name, own]) => `${name} (${own.length})`).join(', ');
  const whose =
    lender === undefined
      ? `controllers dc-1 and dc-2 at ${first} are invented`
      : `they use the controllers of ${lender}`;
  return [`No site claims some agents; grouped by their address: ${places}; ${whose}.`];
}
