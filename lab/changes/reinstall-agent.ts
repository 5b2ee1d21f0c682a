/**
 * Uninstall and install anew: the "in-place upgrade" of the troubleshooting document, which asks
 * for Global Administrator credentials (SEED-C) where the FAQ's asks for none. The server then has
 * two entries in the list, the new one Active and the old one Inactive until it is dropped
 * (SEED-A).
 */
import { AGENT_VERSIONS, LATEST_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import { reinstall } from '../servers/reinstall.ts';
import { withAgents } from '../servers/servers-in.ts';
import type { Change } from './change.ts';

export const reinstallAgent: Change = {
  id: 'reinstall-agent',
  title: 'Uninstall an agent and install it anew',
  about:
    'Removes the agent, installs it again and registers it with an administrator’s credentials.',
  where: ['sites', 'agents'],
  parameters: {
    version: {
      about: 'Which version is installed',
      type: 'choice',
      choices: AGENT_VERSIONS.map(({ version }) => version),
      default: LATEST_AGENT_VERSION,
    },
  },
  apply: (lab, where, { version }) => reinstall(lab, withAgents(lab, where), String(version)),
  basis: 'documented',
  sources: ['ED-UPG', 'SEED-A', 'SEED-C'],
};
