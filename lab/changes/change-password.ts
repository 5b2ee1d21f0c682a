/**
 * People change their own passwords at the sign-in page, as it asks them to once a password has
 * expired. With writeback the directory takes the new one; without it the page has no form, only a
 * sentence (ED-FAQ). Not an administrator's doing: the lab's accounts have the new passwords.
 */
import {
  changePassword as changeInCloud,
  describeExpiredPassword,
} from '../../mock-entra/sign-in/change-password.ts';
import { Secret } from '../../runtime/secret.ts';
import { drawPassword, existingUser, refused } from '../tenant/administer.ts';
import type { Change, ChangeWorld, Undo } from './change.ts';

export const changePassword: Change = {
  id: 'change-password',
  title: 'Change one’s own password at the sign-in page',
  about: 'The users named choose new passwords in the cloud, which are written back.',
  where: ['users'],
  parameters: {},
  async apply(lab, { users = [] }) {
    if (users.length === 0) throw refused('change-password needs users: say whose.');
    const undos: Undo[] = [];
    for (const userName of users) undos.push(await changeOne(lab, userName));
    return async () => {
      for (const undo of undos.reverse()) await undo();
    };
  },
  basis: 'documented',
  sources: ['ED-FAQ', 'ED-WRITEBACK', 'SEED-B'],
};

async function changeOne(lab: ChangeWorld, userName: string): Promise<Undo> {
  const { accounts, clock, directory, entra } = lab;
  const user = existingUser(lab, userName);
  const account = Object.values(accounts).find((known) => known.userName === userName);
  if (account === undefined) throw refused(`Nobody of the lab knows the password of ${userName}.`);
  const before = directory.find(userName);
  const earlier = account.password;
  const password = drawPassword(lab, `${userName}/own/${clock.nowMs()}`);
  const change = { user, oldPassword: new Secret(earlier), newPassword: new Secret(password) };
  const code = await lab.drive(changeInCloud(entra.cloud, change));
  if (code !== 0) {
    const { text } = describeExpiredPassword(entra.cloud, user);
    throw refused(`${userName} reads AADSTS${code}: ${text}`);
  }
  account.password = password;
  return async () => {
    account.password = earlier;
    if (before) directory.add(before);
  };
}
