/**
 * The agent's program removed and nothing else: the updater is a program of its own and stays. The
 * entry in the list turns Inactive and is dropped ten days after the last contact (ED-FAQ).
 */
import { withAgents } from '../servers/servers-in.ts';
import { takeAgentsOff } from '../servers/take-agents-off.ts';
import type { Change } from './change.ts';

export const uninstallAgent: Change = {
  id: 'uninstall-agent',
  title: 'Uninstall an agent',
  about: 'Removes the Authentication Agent in Programs and Features; the updater stays behind.',
  where: ['sites', 'agents'],
  parameters: {},
  apply: (lab, where) => takeAgentsOff(lab, withAgents(lab, where), { updaterToo: false }),
  basis: 'documented',
  sources: ['ED-FAQ'],
};
