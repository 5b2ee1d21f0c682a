/**
 * What an administrator of the running tenant can do, for changes: settings with their way back,
 * and who is an administrator at all.
 */
import type { SettingsRecord } from '../../mock-entra/state/records.ts';
import { changeSettings } from '../../mock-entra/tenant/change-settings.ts';
import type { User } from '../../mock-entra/tenant/tenant.ts';
import { createDice } from '../../runtime/dice.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { ChangeWorld, Undo } from '../changes/change.ts';
import type { Account } from '../estate.ts';
import { createPasswords } from './people-names.ts';

export function refused(sentence: string): LabError {
  return new LabError('CHANGE_REFUSED', sentence);
}

/** Only what was changed goes back. @throws LabError `CHANGE_REFUSED` with the tenant's reason */
export function setTenant({ entra }: ChangeWorld, change: Partial<SettingsRecord>): Undo {
  const { cloud } = entra;
  const before = cloud.settings();
  const outcome = changeSettings(cloud, change);
  if (!outcome.ok) throw refused(outcome.reason);
  return async () => {
    const earlier = Object.keys(change).map((name) => [name, before[name as keyof SettingsRecord]]);
    const back = changeSettings(cloud, Object.fromEntries(earlier));
    if (!back.ok) throw refused(back.reason);
  };
}

/** Signs in while every agent is down: enabled, password in the cloud, the role in hand. */
export function breakGlassAccounts({ entra }: Pick<ChangeWorld, 'entra'>): readonly User[] {
  return [...entra.cloud.users.list()].filter(
    ({ cloudPassword, accountEnabled, roles }) =>
      cloudPassword !== undefined &&
      accountEnabled !== false &&
      roles?.includes('Global Administrator'),
  );
}

/** @throws LabError `CHANGE_REFUSED` */
export function existingUser({ entra }: ChangeWorld, userName: string): User {
  const user = entra.cloud.users.byName(userName);
  if (user) return user;
  throw refused(`Expected a user of the tenant, got "${userName.slice(0, 113)}".`);
}

/**
 * People whom a change brings in are among the lab's accounts from then on, as those of the seed
 * are; what comes back takes them out.
 */
export function rememberAccount(
  { accounts }: Pick<ChangeWorld, 'accounts'>,
  kind: string,
  account: Account,
): () => void {
  const known = accounts as Record<string, Account>;
  const before = known[kind];
  known[kind] = account;
  return () => {
    if (before) known[kind] = before;
    else delete known[kind];
  };
}

/** From the seed: the same lab gives the same person the same one. */
export function drawPassword({ seed }: Pick<ChangeWorld, 'seed'>, purpose: string): string {
  return createPasswords(createDice(seed).fork(`changes/${purpose}`))();
}
