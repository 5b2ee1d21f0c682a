/**
 * Who lives in the lab: described users, each known to the cloud, to the directory, or to both. One
 * list, so that neither side invents people; the passwords go to the directory and to `up --json`,
 * nowhere else.
 */
import { createAccount, type DirectoryAccount } from '../../directory/account.ts';
import { BASE32 } from '../../mock-entra/sign-in/second-factor.ts';
import { createCloudPassword, domainOf, type User } from '../../mock-entra/tenant/tenant.ts';
import type { Dice } from '../../runtime/ports.ts';
import { Secret } from '../../runtime/secret.ts';
import type { Account } from '../estate.ts';
import type { UserGroup } from '../timeline.ts';
import { readRules } from './directory-rules.ts';
import { createNames, createPasswords } from './people-names.ts';
import {
  domainsOf,
  type PolicyDescription,
  type TenantDescription,
  type UserDescription,
} from './tenant-description.ts';

export interface Population {
  cloudUsers: readonly User[];
  directoryAccounts: readonly DirectoryAccount[];
  /** Of the directory's accounts, by their names there. */
  directoryPasswords: ReadonlyMap<string, Secret>;
  /**
   * Described users by kind or name; `healthy` and `cloudOnly` are always there where anybody can
   * stand for them. Not those who only make traffic.
   */
  accounts: Readonly<Record<string, Account>>;
  /** Who makes the background sign-ins. */
  groups: Readonly<Record<UserGroup, readonly Account[]>>;
  /** Cloud-only, and no policy is about them: registers the agents. */
  administrator: Account;
}

/** One user in every form. */
export interface Person {
  user: User;
  account: Account;
  /** Present if the password lives on premises, here. */
  directoryAccount?: DirectoryAccount;
}

/** Where people are described: what of the tenant decides where their passwords are. */
export interface Home {
  dice: Dice;
  /** Of federated domains: their passwords are checked elsewhere. */
  federated: ReadonlySet<string>;
  /** Hashes of on-premises passwords are in the cloud too. */
  hashSync: boolean;
}

export function createPopulation(dice: Dice, description: TenantDescription): Population {
  const { users = [] } = description;
  const home = createHome(dice, description);
  const described = users.map((user) => createPerson(home, user));
  const generated = generateUsers(dice, description).map((user) => createPerson(home, user));
  const people = [...described, ...generated];
  const administrator = findAdministrator(description, described) ?? breakGlass(home, description);
  if (!people.includes(administrator)) people.push(administrator);
  const groups: Record<UserGroup, Account[]> = {
    'right-password': generated.map(({ account }) => account),
    'wrong-password': [],
    'cloud-only': [],
  };
  for (const [at, { traffic }] of users.entries()) {
    const person = described[at];
    if (traffic !== undefined && person) groups[traffic].push(person.account);
  }
  return {
    cloudUsers: people.map(({ user }) => user),
    directoryAccounts: people.flatMap(({ directoryAccount }) => directoryAccount ?? []),
    directoryPasswords: new Map(people.flatMap(passwordOf)),
    accounts: {
      cloudOnly: administrator.account,
      ...namedAccounts(description, described, generated),
    },
    groups,
    administrator: administrator.account,
  };
}

function passwordOf({ directoryAccount, account }: Person): [string, Secret][] {
  if (directoryAccount === undefined) return [];
  return [[directoryAccount.userPrincipalName, new Secret(account.password)]];
}

export function createHome(dice: Dice, description: TenantDescription): Home {
  const { signInMethod, passwordHashSync } = description.settings ?? {};
  const federated = domainsOf(description).filter(({ federation }) => federation);
  return {
    dice,
    federated: new Set(federated.map(({ name }) => name)),
    hashSync: passwordHashSync ?? signInMethod === 'password-hash',
  };
}

/** As many as `generate` says, whose names are not taken. */
export function generateUsers(
  dice: Dice,
  { generate, users = [], ...description }: TenantDescription,
): UserDescription[] {
  const { count = 0, domain = domainsOf(description)[0]?.name, password } = generate ?? {};
  if (count === 0) return [];
  const generated = dice.fork('generate');
  const taken = users
    .map(({ userName }) => userName.toLowerCase())
    .filter((userName) => domainOf(userName) === domain)
    .map((userName) => userName.slice(0, userName.indexOf('@')));
  const nextName = createNames(generated, new Set(taken));
  const nextPassword = createPasswords(generated.fork('passwords'));
  return Array.from({ length: count }, () => {
    const { localPart, givenName, surname } = nextName();
    const userName = `${localPart}@${domain}`;
    return { userName, givenName, surname, password: password ?? nextPassword() };
  });
}

/** Ids, salts and passwords are the user's own: who else is described changes none of them. */
export function createPerson(home: Home, description: UserDescription): Person {
  const { dice } = home;
  const { userName, source = 'directory', onPremisesUserName = userName } = description;
  const password = description.password ?? createPasswords(dice.fork(`password/${userName}`))();
  const totpSecret = totpSecretOf(dice, description);
  const account = { userName, password, ...(totpSecret !== undefined && { totpSecret }) };
  const secret = new Secret(password);
  const user = describeUser(dice, description, totpSecret);
  if (source === 'cloud') {
    const salt = Buffer.from(dice.fork(`salt/${userName}`).bytes(16)).toString('hex');
    const cloudPassword = createCloudPassword(secret, salt);
    return { user: { ...user, cloudPassword, ...cloudExpiry(description) }, account };
  }
  const rules = readRules(description);
  const { immutableId: id } = description;
  const directoryAccount = createAccount(onPremisesUserName, secret, dice, rules, id);
  const { salt, digest } = directoryAccount;
  const tied = { ...user, immutableId: directoryAccount.id };
  // Whoever is federated has an account as well; agents are asked once the domain is converted.
  if (home.federated.has(domainOf(userName))) return { user: tied, account, directoryAccount };
  return {
    user: {
      ...tied,
      ...(onPremisesUserName !== userName && { onPremisesUserPrincipalName: onPremisesUserName }),
      ...(home.hashSync && { syncedPassword: { salt, digest } }),
      // Under PTA an agent is asked, as before the first cycle; a hash would open the account.
      ...(home.hashSync && rules.disabled && { accountEnabled: false }),
    },
    account,
    directoryAccount,
  };
}

function describeUser(
  dice: Dice,
  description: UserDescription,
  totpSecret: string | undefined,
): User {
  const { userName, givenName, surname, mail, enabled, licensed, roles, groups } = description;
  const { numberMatching } = description.secondFactor ?? {};
  const whole = [givenName, surname].filter((part) => part !== undefined).join(' ');
  const localPart = userName.slice(0, userName.indexOf('@'));
  return {
    id: description.id ?? dice.fork(`user/${userName}`).guid(),
    userPrincipalName: userName,
    displayName: description.displayName ?? (whole || localPart),
    ...(givenName !== undefined && { givenName }),
    ...(surname !== undefined && { surname }),
    ...(mail !== undefined && { mail }),
    ...(enabled === false && { accountEnabled: false }),
    ...(licensed === false && { licensed }),
    ...(roles && { roles }),
    ...(groups && { groups }),
    ...(description.secondFactor && {
      secondFactor: {
        ...(totpSecret !== undefined && { totpSecret }),
        ...(numberMatching !== undefined && { numberMatching }),
      },
    }),
  };
}

function cloudExpiry({ passwordExpires }: UserDescription): Pick<User, 'passwordExpiresMs'> {
  return passwordExpires === undefined ? {} : { passwordExpiresMs: Date.parse(passwordExpires) };
}

const TOTP_CHARACTERS = 32;

function totpSecretOf(dice: Dice, { userName, secondFactor }: UserDescription): string | undefined {
  if (secondFactor?.totpSecret !== 'generate') return secondFactor?.totpSecret;
  const bytes = dice.fork(`totp/${userName}`).bytes(TOTP_CHARACTERS);
  return [...bytes].map((byte) => BASE32.charAt(byte % BASE32.length)).join('');
}

const ADMINISTRATORS = ['Global Administrator', 'Hybrid Identity Administrator'] as const;

/** The first who can register agents without being asked for more than a password. */
function findAdministrator(
  { users = [], policies = [] }: TenantDescription,
  people: readonly Person[],
): Person | undefined {
  const at = users.findIndex((description) => {
    const { source, enabled = true, roles, passwordExpires } = description;
    const isAdministrator = ADMINISTRATORS.some((role) => roles?.includes(role));
    const isFree = enabled && passwordExpires === undefined && !isSubject(description, policies);
    return source === 'cloud' && isAdministrator && isFree;
  });
  return people[at];
}

/** Some policy is about this user. */
function isSubject(
  { userName, roles = [] }: UserDescription,
  policies: readonly PolicyDescription[],
): boolean {
  const named = ['*', userName.toLowerCase(), ...roles];
  // User names are compared without case; roles and `*` are as they are.
  const isNamed = (name: string) => named.includes(name.includes('@') ? name.toLowerCase() : name);
  return policies.some(
    ({ users, excludedUsers = [] }) => users.some(isNamed) && !excludedUsers.some(isNamed),
  );
}

/** Added where no described user can do it: signs in while every agent is down. */
function breakGlass(home: Home, description: TenantDescription): Person {
  const taken = (description.users ?? []).map(({ userName }) => userName.toLowerCase());
  const names = ['breakglass', 'breakglass-lab'].map(
    (localPart) => `${localPart}@${domainsOf(description)[0]?.name}`,
  );
  return createPerson(home, {
    userName: names.find((name) => !taken.includes(name)) ?? names[0] ?? '',
    displayName: 'Break glass',
    source: 'cloud',
    roles: ['Global Administrator'],
  });
}

function namedAccounts(
  { users = [], policies = [] }: TenantDescription,
  described: readonly Person[],
  generated: readonly Person[],
): Record<string, Account> {
  // A map until the end: a person may well be called `__proto__`.
  const named = new Map<string, Account>();
  for (const [at, { kind, userName, traffic }] of users.entries()) {
    const account = described[at]?.account;
    if (!account || (kind === undefined && traffic !== undefined)) continue;
    const localPart = userName.slice(0, userName.indexOf('@'));
    const name = kind ?? (named.has(localPart) ? userName : localPart);
    named.set(name, account);
  }
  const plain = users.findIndex((user) => isPlain(user) && !isSubject(user, policies));
  const healthy = described[plain] ?? generated[0];
  if (healthy && !named.has('healthy')) named.set('healthy', healthy.account);
  return Object.fromEntries(named);
}

/** Nothing but a right password is needed, from an agent. */
function isPlain({ source, enabled, directory, passwordExpires, secondFactor }: UserDescription) {
  const rules = [directory, passwordExpires, secondFactor].some((rule) => rule !== undefined);
  return source !== 'cloud' && enabled !== false && !rules;
}
