/**
 * The live certificate of an agent deleted in a clean-up: after a renewal the old one lies beside
 * it (ED-SEC), and somebody takes the wrong one. What is open stays open; the service finds nothing
 * at its next start. There is no way back but a new installation.
 */
import { reinstall } from '../servers/reinstall.ts';
import { withAgents } from '../servers/servers-in.ts';
import type { Change } from './change.ts';

export const deleteCertificate: Change = {
  id: 'delete-certificate',
  title: 'Delete the agent’s certificate',
  about: 'Deletes the certificate that the agent uses from the server’s store, with its key.',
  where: ['sites', 'agents'],
  parameters: {
    restart: {
      about: 'Whether the service, or the server, starts again after it',
      ...{ type: 'choice', choices: ['no', 'yes'], default: 'no' },
    },
  },
  async apply(lab, where, { restart }) {
    const servers = withAgents(lab, where);
    const before = servers.map((server) => ({ server, id: server.instanceId }));
    for (const server of servers) server.deleteCertificate();
    if (restart === 'yes') {
      for (const server of servers) await lab.drive(server.restart('agent'));
    }
    return async () => {
      // Who has been installed anew meanwhile has a certificate again.
      const without = before.filter(({ server, id }) => server.instanceId === id);
      for (const { server } of without.reverse()) {
        if (server.version !== undefined) await reinstall(lab, [server], server.version);
      }
    };
  },
  basis: 'assumed',
  sources: ['ED-SEC', 'lab'],
};
