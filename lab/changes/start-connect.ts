/** Connect comes back. */
import { changeConnect } from '../premises/connect-servers.ts';
import type { Change } from './change.ts';

export const startConnect: Change = {
  id: 'start-connect',
  title: 'Start Connect',
  about: 'Starts the Connect servers again; the next cycle makes up for what was missed.',
  where: ['connectServers'],
  parameters: {},
  apply: async ({ connectServers }, where) =>
    changeConnect(connectServers, where, { running: true }),
  basis: 'documented',
  sources: ['ED-SCHEDULER'],
};
