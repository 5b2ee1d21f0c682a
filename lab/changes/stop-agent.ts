/**
 * The agent service stopped by hand: while an agent runs it takes part of the sign-ins, and
 * stopping it is how administrators find out whether the others carry them.
 */
import { oneByOne } from '../servers/one-by-one.ts';
import { withAgents } from '../servers/servers-in.ts';
import type { Change } from './change.ts';

export const stopAgent: Change = {
  id: 'stop-agent',
  title: 'Stop the agent service',
  about: 'Stops the Authentication Agent service; it stays stopped until somebody starts it.',
  where: ['sites', 'agents'],
  parameters: {
    keep: {
      about: 'How many of them go on running, the first of the estate',
      ...{ type: 'number', unit: 'agents', default: 0, min: 0, max: 39 },
    },
  },
  async apply(lab, where, { keep }) {
    const servers = withAgents(lab, where).slice(Number(keep));
    return oneByOne(
      servers,
      (server) => lab.drive(server.stop('agent')),
      async (server) => {
        if (server.services.agent === 'stopped') await lab.drive(server.start('agent'));
      },
    );
  },
  basis: 'documented',
  sources: ['ED-FAQ', 'SEED-C'],
};
