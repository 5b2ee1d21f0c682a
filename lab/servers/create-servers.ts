/**
 * All servers of the estate, and those that come later. At the lab's start they register with one
 * administrator's token, all at once; who comes later signs in for it.
 */

import { LATEST_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import type { AgentServerEffect } from '../../protocol/effects.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Site } from '../estate.ts';
import type { AgentServers } from './agent-server.ts';
import type { ServerParts } from './server-parts.ts';
import { WindowsServer } from './windows-server.ts';

export interface ServerRoom extends AgentServers {
  readonly servers: ReadonlyMap<string, WindowsServer>;
  /** @throws LabError `REGISTRATION_FAILED` if the administrator or an agent is refused. */
  start(): Promise<void>;
  /** Replaces the effects on all of them. */
  apply(effects: readonly AgentServerEffect[]): Promise<void>;
  shutDown(): Promise<void>;
}

export function createServers(parts: ServerParts, sites: readonly Site[]): ServerRoom {
  const servers = new Map<string, WindowsServer>();
  let effects: readonly AgentServerEffect[] = [];
  for (const site of sites) {
    for (const name of site.agents) servers.set(name, new WindowsServer(parts, name, site));
  }

  function addServer(name: string, siteName: string): WindowsServer {
    const site = sites.find((each) => each.name === siteName);
    if (!site) throw refused(`There is no site "${siteName}".`);
    if (servers.has(name)) throw refused(`There is a server ${name} already.`);
    const server = new WindowsServer(parts, name, site);
    servers.set(name, server);
    // What is on everywhere is on here too.
    server.apply(effectsOn(effects, name)).catch(parts.onTrouble);
    return server;
  }

  return {
    servers,
    addServer,
    async cloneServer(name, cloneName) {
      const original = servers.get(name);
      const installation = original?.installation;
      if (!original || !installation) {
        throw refused(`There is no agent on ${name} that a copy could have.`);
      }
      const clone = addServer(cloneName, original.site);
      await clone.adopt(installation);
      return clone;
    },
    async removeServer(name) {
      await servers.get(name)?.shutDown();
      servers.delete(name);
      parts.agentGone(name);
    },
    start: () => registerAll(parts, servers, sites),
    async apply(next) {
      effects = next;
      for (const [name, server] of servers) await server.apply(effectsOn(next, name));
    },
    async shutDown() {
      for (const server of servers.values()) await server.shutDown();
    },
  };
}

function effectsOn(effects: readonly AgentServerEffect[], name: string) {
  return effects.filter(({ agents }) => agents.includes('*') || agents.includes(name));
}

/** With one administrator's token, all at once. */
async function registerAll(
  parts: ServerParts,
  servers: ReadonlyMap<string, WindowsServer>,
  sites: readonly Site[],
): Promise<void> {
  const failed = (why: string) => new LabError('REGISTRATION_FAILED', why);
  const token = await parts.token();
  if ('refused' in token) {
    throw failed(
      `The administrator could not sign in to register the agents: ${token.refused}. Expected the ` +
        'password of the tenant file or seed; a state file may remember another one.',
    );
  }
  const starts = sites.flatMap((site) =>
    site.agents.map(async (name) => {
      const version = site.servers?.[name]?.version ?? LATEST_AGENT_VERSION;
      // It was installed before the lab's time, whatever its TLS is set to by now.
      const why = await servers.get(name)?.enroll(token, version, { tls12: true });
      if (why !== undefined) throw failed(`${name} could not register: ${why}.`);
    }),
  );
  await Promise.all(starts);
}

function refused(why: string): LabError {
  return new LabError('CHANGE_REFUSED', why);
}
