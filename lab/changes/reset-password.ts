/**
 * Passwords reset in the directory. Under Pass-through Authentication they count at once; under
 * password hash synchronisation with the next cycle. People are told: the lab's accounts have them.
 */
import { drawPassword, refused } from '../tenant/administer.ts';
import type { Change, ChangeWorld, Undo } from './change.ts';

export const resetPassword: Change = {
  id: 'reset-password',
  title: 'Reset passwords in the directory',
  about: 'Gives the users named new passwords on premises, and tells them.',
  where: ['users'],
  parameters: {},
  async apply(lab, { users = [] }) {
    if (users.length === 0) throw refused('reset-password needs users: say whose.');
    const undos = users.map((userName) => resetOne(lab, userName));
    return async () => {
      for (const undo of undos.reverse()) await undo();
    };
  },
  basis: 'documented',
  sources: ['ED-HOW', 'ED-PHS', 'SEED-C'],
};

function resetOne({ directory, accounts, seed, clock }: ChangeWorld, userName: string): Undo {
  const before = directory.find(userName);
  if (before === undefined) throw refused(`The directory has no account "${userName}".`);
  const known = Object.values(accounts).filter(({ userName: name }) => name === userName);
  const earlier = known[0]?.password;
  const password = drawPassword({ seed }, `${userName}/${clock.nowMs()}`);
  directory.resetPassword(userName, password);
  for (const account of known) account.password = password;
  return async () => {
    for (const account of known) if (earlier !== undefined) account.password = earlier;
    if (earlier === undefined) directory.add(before);
    else directory.resetPassword(userName, earlier);
  };
}
