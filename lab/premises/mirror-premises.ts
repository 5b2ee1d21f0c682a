/**
 * The directory of a lab in containers: the same accounts in memory for administrators and Connect,
 * with every change of them on its way to the real controllers, and every plain password kept in
 * mind on its way through.
 */
import type { AccountDirectory } from '../../directory/domain.ts';
import { Secret } from '../../runtime/secret.ts';
import type { DirectoryControl } from './directory-control.ts';
import { createKnownPasswords } from './known-passwords.ts';
import { type AccountMirror, createAccountMirror, type MirrorOptions } from './mirror-accounts.ts';

type Mirrored = 'catchUp' | 'writeAll' | 'applyStates';

export interface MirroredPremises extends Pick<AccountMirror, Mirrored> {
  readonly accounts: AccountDirectory;
  /** The directory's bell. */
  changed(): void;
  control(control: DirectoryControl): DirectoryControl;
}

export interface MirrorPremisesOptions extends Pick<MirrorOptions, 'clock' | 'write' | 'report'> {
  accounts: AccountDirectory;
  /** Of those who are there from the start. */
  passwords: ReadonlyMap<string, Secret>;
}

export function mirrorPremises(options: MirrorPremisesOptions): MirroredPremises {
  const { accounts, clock, write, report } = options;
  const passwords = createKnownPasswords();
  for (const [owner, password] of options.passwords) passwords.learn(owner, password);
  const mirroring = { passwords, clock, write, report };
  const mirror = createAccountMirror({ accounts: accounts.accounts, ...mirroring });
  const changed = () => void mirror.catchUp().catch(report);
  return {
    ...{ catchUp: mirror.catchUp, writeAll: mirror.writeAll, changed },
    applyStates: mirror.applyStates,
    accounts: {
      ...accounts,
      changePassword(name, change) {
        passwords.learn(name, change.newPassword);
        return accounts.changePassword(name, change);
      },
      setPassword(name, password) {
        passwords.learn(name, password);
        accounts.setPassword(name, password);
      },
      setRules(name, rules) {
        if ('lockedUntilMs' in rules) mirror.unlock([name]);
        accounts.setRules(name, rules);
      },
    },
    control: (control) => ({
      ...control,
      put(userName, entry) {
        passwords.learn(userName, new Secret(entry.password));
        mirror.unlock([userName]);
        control.put(userName, entry);
      },
      reset() {
        mirror.unlock();
        control.reset();
        changed();
      },
    }),
  };
}
