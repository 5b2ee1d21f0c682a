/**
 * Who lives in the lab: seeded users, each known to the cloud, to the directory, or to both. One
 * list, so that neither side invents people; the passwords go to the directory and to `up --json`,
 * nowhere else.
 */
import { faker } from '@faker-js/faker/locale/en';
import { createAccount, type DirectoryAccount } from '../directory/account.ts';
import { createCloudPassword, type User } from '../mock-entra/tenant/tenant.ts';
import type { Dice } from '../runtime/ports.ts';
import { Secret } from '../runtime/secret.ts';
import type { Account, AccountEntry } from './estate.ts';
import type { UserGroup } from './timeline.ts';

export interface Population {
  cloudUsers: readonly User[];
  directoryAccounts: readonly DirectoryAccount[];
  /** One account of each kind, by name. */
  accounts: Readonly<Record<string, Account>>;
  /** Who makes the background sign-ins. */
  groups: Readonly<Record<UserGroup, readonly Account[]>>;
}

const ADMIN_NAME = 'breakglass';

/** One account per state that a directory account can be in. */
function specialAccounts(nowMs: number): Readonly<Record<string, AccountEntry>> {
  return {
    healthy: {},
    disabled: { disabled: true },
    passwordExpired: { passwordExpiresMs: nowMs },
    mustChange: { mustChangePassword: true },
    accountExpired: { accountExpiresMs: nowMs },
    locked: { lockedUntilMs: Number.POSITIVE_INFINITY },
    logonHours: { logonHours: [] },
    workstation: { workstations: ['FRONTDESK'] },
  };
}

export function createPopulation(
  dice: Dice,
  domain: string,
  perGroup: number,
  nowMs: number,
  entries: Readonly<Record<string, AccountEntry>> = {},
): Population {
  const newAccount = createAccounts(dice, domain);
  const special = Object.entries({ ...specialAccounts(nowMs), ...entries }).map(
    ([kind, { password, ...rules }]) => {
      const seeded = newAccount(kind.toLowerCase());
      return [kind, { ...seeded, ...(password && { password }) }, rules] as const;
    },
  );
  const cloudOnly = newAccount(ADMIN_NAME);
  const right = Array.from({ length: perGroup }, () => newAccount());
  const wrong = Array.from({ length: perGroup }, () => newAccount());
  const onPremises = [
    ...special.map(([, account, rules]) => ({ account, rules })),
    ...[...right, ...wrong].map((account) => ({ account, rules: {} })),
  ];
  return {
    cloudUsers: [
      ...onPremises.map(({ account }) => onPremisesUser(dice, account)),
      administrator(dice, cloudOnly),
    ],
    directoryAccounts: onPremises.map(({ account, rules }) =>
      createAccount(account.userName, new Secret(account.password), dice, rules),
    ),
    accounts: {
      ...Object.fromEntries(special.map(([kind, account]) => [kind, account])),
      cloudOnly,
    },
    groups: { 'right-password': right, 'wrong-password': wrong, 'cloud-only': [cloudOnly] },
  };
}

function createAccounts(dice: Dice, domain: string): (localPart?: string) => Account {
  faker.seed(dice.fork('names').below(2 ** 31));
  const passwords = dice.fork('passwords');
  const taken = new Set<string>();
  return (localPart) => {
    const wanted = localPart ?? `${faker.person.firstName()}.${faker.person.lastName()}`;
    const plain = wanted.toLowerCase().replaceAll(/[^a-z.]/g, '');
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}${number}`;
    taken.add(name);
    const password = `Lab-${Buffer.from(passwords.bytes(12)).toString('base64url')}-7`;
    return { userName: `${name}@${domain}`, password };
  };
}

function onPremisesUser(dice: Dice, { userName }: Account): User {
  return {
    id: dice.fork(`user/${userName}`).guid(),
    userPrincipalName: userName,
    displayName: userName.slice(0, userName.indexOf('@')),
  };
}

/**
 * The cloud-only break-glass administrator: signs in while every agent is down, and registers the
 * agents.
 */
function administrator(dice: Dice, account: Account): User {
  const salt = dice.fork('administrator').bytes(16);
  return {
    ...onPremisesUser(dice, account),
    displayName: 'Break glass',
    cloudPassword: createCloudPassword(new Secret(account.password), salt),
    roles: ['Global Administrator'],
  };
}
