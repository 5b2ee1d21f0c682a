/** Connect goes down. Sign-ins under PTA do not need it; everything that changes does. */
import { changeConnect } from '../premises/connect-servers.ts';
import type { Change } from './change.ts';

export const stopConnect: Change = {
  id: 'stop-connect',
  title: 'Stop Connect',
  about: 'Stops the Connect servers: nothing is synchronised or written back, and no wizard runs.',
  where: ['connectServers'],
  parameters: {},
  apply: async ({ connectServers }, where) =>
    changeConnect(connectServers, where, { running: false }),
  basis: 'documented',
  sources: ['ED-SCHEDULER'],
};
