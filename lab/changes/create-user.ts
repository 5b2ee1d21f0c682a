/**
 * A newcomer in the directory: unknown to the cloud until the next synchronisation, which is what a
 * late or missing one shows. The lab's accounts have the password, under the name before the `@`.
 */
import { drawPassword, refused, rememberAccount } from '../tenant/administer.ts';
import type { Change, ChangeWorld, Undo } from './change.ts';

const NEWCOMER = 'newcomer';

export const createUser: Change = {
  id: 'create-user',
  title: 'Create users in the directory',
  about: 'Adds the users named on premises; without a name, newcomer@ the tenant’s first domain.',
  where: ['users'],
  parameters: {},
  async apply(lab, { users }) {
    const names = users ?? [`${NEWCOMER}@${lab.entra.cloud.tenant.domains[0]?.name}`];
    const undos = names.map((userName) => createOne(lab, userName));
    return async () => {
      for (const undo of undos.reverse()) await undo();
    };
  },
  basis: 'documented',
  sources: ['ED-SCHEDULER', 'SEED-C'],
};

function createOne(lab: ChangeWorld, userName: string): Undo {
  const { directory } = lab;
  if (!/^[^@\s]+@[^@\s]+$/.test(userName)) throw refused(`"${userName}" is no user name.`);
  if (directory.find(userName)) throw refused(`The directory has "${userName}" already.`);
  const password = drawPassword(lab, userName);
  directory.put(userName, { password });
  const forget = rememberAccount(lab, userName.slice(0, userName.indexOf('@')), {
    ...{ userName, password },
  });
  return async () => {
    forget();
    directory.remove(userName);
  };
}
