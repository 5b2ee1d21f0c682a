/**
 * The Connect servers of an estate and what follows from their roles: only the primary
 * synchronises, while the wizard of any of them, staging included, decides for the whole tenant. An
 * estate that names none has one, on the server of its first agent, as installations begin.
 */
import { isOlder, LATEST_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import { CONNECT_VERSIONS } from '../../protocol/connect-versions.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { ConnectServerEntry, Site } from '../estate.ts';
import type { Where } from '../faults/fault.ts';

export interface ConnectServerState {
  readonly name: string;
  readonly site: string;
  readonly role: ConnectServerEntry['role'];
  readonly version: string;
  readonly running: boolean;
}

export interface ConnectServers {
  /** In the order of the estate. */
  list(): readonly ConnectServerState[];
  /** @throws LabError `CONNECT_UNKNOWN` */
  find(name: string): ConnectServerState;
  change(name: string, change: Partial<Pick<ConnectServerState, 'running' | 'version'>>): void;
}

export function createConnectServers(sites: readonly Site[]): ConnectServers {
  const servers = new Map(serversOf(sites).map((server) => [server.name, server]));
  function find(name: string): ConnectServerState {
    const server = servers.get(name);
    if (server) return server;
    const known = [...servers.keys()].join(', ');
    throw new LabError('CONNECT_UNKNOWN', `Expected a Connect server (${known}), got "${name}".`);
  }
  return {
    list: () => [...servers.values()],
    find,
    change(name, change) {
      servers.set(name, { ...find(name), ...change });
    },
  };
}

/** Names of all Connect servers, for whoever checks places. */
export function serversOf(sites: readonly Site[]): readonly ConnectServerState[] {
  const named = sites.flatMap(({ name: site, connect = [] }) =>
    connect.map((entry) => ({ ...entry, site })),
  );
  return (named.length > 0 ? named : impliedServer(sites)).map(
    ({ version = CONNECT_VERSIONS.latest.value, ...server }) => ({
      ...{ ...server, version, running: true },
    }),
  );
}

function impliedServer(sites: readonly Site[]): readonly (ConnectServerEntry & { site: string })[] {
  const first = sites.find(({ agents }) => agents.length > 0);
  if (first === undefined) return [];
  return [{ name: first.agents[0] ?? '', site: first.name, role: 'primary' }];
}

type ConnectChange = Parameters<ConnectServers['change']>[1];

/** For all that a place names; no place at all means every one. Gives back what takes it back. */
export function changeConnect(
  servers: ConnectServers,
  where: Where,
  change: ConnectChange,
): () => Promise<void> {
  const before = servers.list().filter(({ name }) => where.connectServers?.includes(name) ?? true);
  for (const { name } of before) servers.change(name, change);
  return async () => {
    for (const { name, running, version } of before) {
      // Only what was changed goes back: somebody may have changed the rest since.
      servers.change(name, {
        ...(change.running !== undefined && { running }),
        ...(change.version !== undefined && { version }),
      });
    }
  };
}

/** Who synchronises: a staging server reads everything and exports nothing. */
export function synchronises(servers: readonly ConnectServerState[]): boolean {
  return servers.some(({ role, running }) => role === 'primary' && running);
}

/**
 * The documents ask for Connect first, then the agent of the same server, on primary and staging
 * alike (SEED-A, ED-UPG).
 */
export function isAheadOfConnect(
  agentVersion: string | undefined,
  { version }: Pick<ConnectServerState, 'version'>,
): boolean {
  return agentVersion === LATEST_AGENT_VERSION && isOlder(version, CONNECT_VERSIONS.latest.value);
}
