/** Passwords changed in the cloud are written to the directory: of everybody, or of users named. */
import { setWriteback } from '../tenant/writeback.ts';
import type { Change } from './change.ts';

export const enableWriteback: Change = {
  id: 'enable-writeback',
  title: 'Switch password writeback on',
  about: 'Switches writeback on for the tenant, or gives users the licence that it needs.',
  where: ['users'],
  parameters: {},
  apply: (lab, { users }) => setWriteback(lab, users, true),
  basis: 'documented',
  sources: ['ED-WRITEBACK', 'ED-FAQ'],
};
