/**
 * One more agent. At a site it comes with a new server, named by the lab; on a named server it goes
 * where an agent was before. A second agent on one server is refused (ED-FAQ), as is the tenant's
 * 41st (ED-QS).
 */
import type { AgentServer } from '../servers/agent-server.ts';
import { oneByOne } from '../servers/one-by-one.ts';
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
    const places: Place[] = where.agents
      ? serversIn(lab, where).map((server) => ({ server, hadAgent: server.version !== undefined }))
      : (where.sites ?? lab.sites.map(({ name }) => name)).map((site) => ({ site }));
    const install = async (place: Place) => {
      place.server ??= lab.addServer(freeName(lab), place.site ?? '');
      await lab.drive(place.server.install({}));
    };
    return oneByOne(places, install, (place) => takeOff(lab, place));
  },
  basis: 'documented',
  sources: ['ED-QS', 'ED-FAQ'],
};

/** A server that is there, or a site that gets a new one. */
interface Place {
  site?: string;
  server?: AgentServer;
  hadAgent?: boolean;
}

async function takeOff(lab: ChangeWorld, { site, server, hadAgent }: Place): Promise<void> {
  if (server?.version !== undefined && !hadAgent) {
    await lab.drive(server.uninstall({ updaterToo: true }));
  }
  if (server && site !== undefined) await lab.removeServer(server.name);
}

function freeName({ servers }: ChangeWorld): string {
  let number = servers.size + 1;
  while (servers.has(`agt-${number}`)) number += 1;
  return `agt-${number}`;
}
