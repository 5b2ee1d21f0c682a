/**
 * A cloud-only Global Administrator for emergencies: `emergency@…`, and `emergency` among the lab's
 * accounts.
 */
import { putCloudPassword } from '../../mock-entra/sign-in/reset-password.ts';
import { Secret } from '../../runtime/secret.ts';
import { drawPassword, refused, rememberAccount } from '../tenant/administer.ts';
import type { Change } from './change.ts';

const NAME = 'emergency';

export const createBreakGlass: Change = {
  id: 'create-break-glass',
  title: 'Create a break-glass account',
  about: 'Adds a cloud-only Global Administrator, who signs in while every agent is down.',
  where: [],
  parameters: {},
  async apply(lab) {
    const { cloud } = lab.entra;
    const userName = `${NAME}@${cloud.tenant.domains[0]?.name}`;
    if (cloud.users.byName(userName)) throw refused(`${userName} is there already.`);
    const password = drawPassword(lab, userName);
    const id = cloud.ids.guid();
    const roles = ['Global Administrator' as const];
    const user = { id, userPrincipalName: userName, displayName: 'Emergency access', roles };
    putCloudPassword(cloud, user, new Secret(password));
    const forget = rememberAccount(lab, NAME, { userName, password });
    return async () => {
      forget();
      cloud.users.remove(id);
    };
  },
  basis: 'documented',
  sources: ['ED-UPG', 'SEED-A', 'SEED-B'],
};
