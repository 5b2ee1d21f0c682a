/** Both programs removed, the agent and its updater: how the FAQ says an agent is removed. */
import { withAgents } from '../servers/servers-in.ts';
import { takeAgentsOff } from '../servers/take-agents-off.ts';
import type { Change } from './change.ts';

export const removeAgent: Change = {
  id: 'remove-agent',
  title: 'Remove an agent with its updater',
  about: 'Removes the Authentication Agent and the Agent Updater in Programs and Features.',
  where: ['sites', 'agents'],
  parameters: {},
  apply: (lab, where) => takeAgentsOff(lab, withAgents(lab, where), { updaterToo: true }),
  basis: 'documented',
  sources: ['ED-FAQ'],
};
