/**
 * One more agent. At a site it comes with a new server, named by the lab; on a named server it goes
 * where an agent was before. A second agent on one server is refused (ED-FAQ), as is the tenant's
 * 41st (ED-QS).
 */
import type { AgentServer } from '../servers/agent-server.ts';
import { serversIn } from '../servers/servers-in.ts';
import type { Change, ChangeWorld } from './change.ts';

export const installAgent: Change = {
  id: 'install-agent',
  title: 'Install an agent',
  about:
    'Installs the latest agent and registers it with an administrator’s credentials: on the ' +
    'servers named, or on a new server at each of the sites.',
  where: ['sites', 'agents'],
  parameters: {},
  async apply(lab, where) {
    const added = where.agents ? [] : addServers(lab, where.sites);
    const servers = [...added, ...(where.agents ? serversIn(lab, where) : [])];
    const installed: AgentServer[] = [];
    const takeBack = async () => {
      for (const server of [...installed].reverse()) {
        if (server.version !== undefined) await lab.drive(server.uninstall({ updaterToo: true }));
      }
      for (const { name } of [...added].reverse()) await lab.removeServer(name);
    };
    try {
      for (const server of servers) {
        await lab.drive(server.install({}));
        installed.push(server);
      }
    } catch (error) {
      // A refusal half-way leaves nothing that nobody could undo.
      await takeBack();
      throw error;
    }
    return takeBack;
  },
  basis: 'documented',
  sources: ['ED-QS', 'ED-FAQ'],
};

function addServers(lab: ChangeWorld, sites: readonly string[] | undefined) {
  const names = sites ?? lab.sites.map(({ name }) => name);
  return names.map((site) => lab.addServer(freeName(lab), site));
}

function freeName({ servers }: ChangeWorld): string {
  let number = servers.size + 1;
  while (servers.has(`agt-${number}`)) number += 1;
  return `agt-${number}`;
}
