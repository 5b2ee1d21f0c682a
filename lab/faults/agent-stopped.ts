/**
 * The agent's service stopped in good order, on all servers or on some. The cloud hears the
 * connections close, so there is no time in which requests go nowhere.
 */
import type { Fault } from './fault.ts';
import { agentsGoneClaims } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const agentStopped: Fault = {
  id: 'agent-stopped',
  title: 'Agent service stopped',
  family: 'agent',
  cause: 'Somebody, or an installer, has stopped the agent’s service and it was not started again.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [{ ...onServers(where), kind: 'stop-service' }],
  symptoms: (timings) => agentsGoneClaims(timings, []),
  lookAlike: {
    fault: 'agent-hung',
    toldApartBy:
      'A stopped service is shown as stopped and its log ends with a line that says so (60002); a hung ' +
      'one is shown as running, and users read 80002 first.',
  },
  fix: 'Start the service AzureADConnectAuthenticationAgent, wait five minutes, look at the list.',
  basis: 'documented',
  sources: ['ED-TS', 'SEED-C'],
};
