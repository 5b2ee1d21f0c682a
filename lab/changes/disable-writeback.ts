/** Passwords changed in the cloud reach the directory no longer: whose has expired is stuck. */
import { setWriteback } from '../tenant/writeback.ts';
import type { Change } from './change.ts';

export const disableWriteback: Change = {
  id: 'disable-writeback',
  title: 'Switch password writeback off',
  about: 'Switches writeback off for the tenant, or takes the licence for it from users.',
  where: ['users'],
  parameters: {},
  apply: (lab, { users }) => setWriteback(lab, users, false),
  basis: 'documented',
  sources: ['ED-WRITEBACK', 'ED-FAQ'],
};
