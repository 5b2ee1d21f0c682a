/**
 * The restart that every guide tries first. What was in flight on that agent is lost, and the list
 * is looked at five minutes later (SEED-C): a healthy agent shows as Active long before.
 */
import { SERVER_TIMES } from '../../protocol/server-times.ts';
import { withAgents } from '../servers/servers-in.ts';
import type { Change } from './change.ts';

export const restartAgent: Change = {
  id: 'restart-agent',
  title: 'Restart the agent service',
  about:
    'Restart-Service on the agent and, as the guide has it, on the updater; the guide looks at ' +
    `the status ${SERVER_TIMES.settleMs.value / 60_000} minutes later.`,
  where: ['sites', 'agents'],
  parameters: {
    updater: {
      about: 'Whether the updater’s service is restarted as well',
      type: 'choice',
      choices: ['yes', 'no'],
      default: 'yes',
    },
  },
  async apply(lab, where, { updater }) {
    for (const server of withAgents(lab, where)) {
      await lab.drive(server.restart('agent'));
      if (updater === 'yes' && server.services.updater !== 'absent') {
        await lab.drive(server.restart('updater'));
      }
    }
    // Nothing to take back: afterwards it runs as before.
    return async () => {};
  },
  basis: 'seed',
  sources: ['SEED-C'],
};
