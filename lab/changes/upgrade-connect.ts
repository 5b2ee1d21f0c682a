/**
 * Connect is upgraded to the latest version: before the agent of the same server, on the primary
 * and on the staging server (SEED-A).
 */
import { CONNECT_VERSIONS } from '../../protocol/connect-versions.ts';
import { changeConnect } from '../premises/connect-servers.ts';
import type { Change } from './change.ts';

export const upgradeConnect: Change = {
  id: 'upgrade-connect',
  title: 'Upgrade Connect',
  about: 'Upgrades Connect to the latest version, on all Connect servers or on those named.',
  where: ['connectServers'],
  parameters: {},
  apply: async ({ connectServers }, where) =>
    changeConnect(connectServers, where, { version: CONNECT_VERSIONS.latest.value }),
  basis: 'documented',
  sources: ['ED-UPG', 'SEED-A'],
};
