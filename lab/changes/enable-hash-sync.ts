/**
 * Password hash synchronisation beside Pass-through Authentication: nobody signs in by a hash yet,
 * but an emergency switch finds them there.
 */
import { setTenant } from '../tenant/administer.ts';
import { openWizard } from '../tenant/wizard.ts';
import type { Change } from './change.ts';

export const enableHashSync: Change = {
  id: 'enable-hash-sync',
  title: 'Switch password hash synchronisation on',
  about: 'Chooses password hash synchronisation as an optional feature in the wizard of Connect.',
  where: ['connectServers'],
  parameters: {},
  async apply(lab, { connectServers = [] }) {
    openWizard(lab, connectServers);
    return setTenant(lab, { passwordHashSync: true });
  },
  basis: 'documented',
  sources: ['ED-PHS', 'ED-FAQ'],
};
