/**
 * The name in the directory is not the one the cloud sends. To the person it looks like a wrong
 * password, although it is the name that nobody has.
 */

import type { Fault } from './fault.ts';
import { accountState } from './shared/account-state.ts';

export const upnDiffers: Fault = {
  ...accountState('renamed', 50126),
  id: 'upn-differs',
  title: 'User principal name differs on premises',
  cause:
    'The user principal name was changed in Active Directory, and the cloud still has the old one.',
  lookAlike: {
    fault: 'suffix-not-routed',
    toldApartBy:
      'Single users are hit, and their names differ when compared; a suffix that is not routed hits all ' +
      'who have it.',
  },
  fix:
    'Run a synchronisation cycle, or give the account its name back; check that changed names are ' +
    'synchronised (SynchronizeUpnForManagedUsers).',
  basis: 'documented',
  sources: ['ED-TS', 'SEED-C'],
};
