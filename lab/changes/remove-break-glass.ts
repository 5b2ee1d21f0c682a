/** Every cloud-only Global Administrator goes: nobody is left who can sign in without an agent. */
import { revokeSignIns } from '../../mock-entra/sign-in/revoke-sign-ins.ts';
import { breakGlassAccounts } from '../tenant/administer.ts';
import type { Change } from './change.ts';

export const removeBreakGlass: Change = {
  id: 'remove-break-glass',
  title: 'Remove the break-glass accounts',
  about: 'Deletes every cloud-only Global Administrator of the tenant.',
  where: [],
  parameters: {},
  async apply(lab) {
    const { cloud } = lab.entra;
    const removed = breakGlassAccounts(lab);
    for (const { id } of removed) {
      cloud.users.remove(id);
      revokeSignIns(cloud, id, 'administrator');
    }
    return async () => {
      for (const user of removed) cloud.users.put(user);
    };
  },
  basis: 'documented',
  sources: ['ED-UPG', 'SEED-A', 'SEED-B'],
};
