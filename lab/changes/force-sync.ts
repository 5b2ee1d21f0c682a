/** `Start-ADSyncSyncCycle -PolicyType Delta` on the primary, password hashes with it if on. */
import { refused } from '../tenant/administer.ts';
import type { Change } from './change.ts';

export const forceSync: Change = {
  id: 'force-sync',
  title: 'Force a synchronisation cycle',
  about: 'Runs Start-ADSyncSyncCycle on the primary, so that nobody waits for the half hour.',
  where: [],
  parameters: {},
  async apply({ sync }) {
    const { outcome } = await sync.force();
    if (outcome === 'connect-down') throw refused('No primary Connect server runs.');
    if (outcome === 'directory-unreachable') throw refused('No domain controller answers Connect.');
    // What was synchronised stays so.
    return async () => {};
  },
  basis: 'seed',
  sources: ['SEED-C', 'ED-SCHEDULER'],
};
