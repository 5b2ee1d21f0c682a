/**
 * A private network connector beside the agent, which current agents allow (ED-FAQ). Its entry in
 * Programs and Features is the one that preview agents have: without an agent's entry beside it, it
 * is taken for one.
 */
import { serversIn } from '../servers/servers-in.ts';
import type { Change } from './change.ts';

export const installConnector: Change = {
  id: 'install-connector',
  title: 'Install a private network connector beside the agent',
  about: 'Installs the connector on the agents’ servers; sign-ins are not touched by it.',
  where: ['sites', 'agents'],
  parameters: {},
  async apply(lab, where) {
    const servers = serversIn(lab, where);
    for (const server of servers) server.setConnector(true);
    return async () => {
      for (const server of servers) server.setConnector(false);
    };
  },
  basis: 'documented',
  sources: ['ED-FAQ', 'SEED-A'],
};
