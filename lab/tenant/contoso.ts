/**
 * The tenant of a lab that was given none: one account of each kind, some people who make
 * background sign-ins, and one application of each kind. Names and passwords are drawn in the order
 * below: whoever is added in the middle of `drawn` changes everybody behind.
 */
import type { Dice } from '../../runtime/ports.ts';
import type { AccountEntry } from '../estate.ts';
import { describeRules } from './directory-rules.ts';
import { createNames, createPasswords } from './people-names.ts';
import type {
  ApplicationDescription,
  TenantDescription,
  UserDescription,
} from './tenant-description.ts';

export interface ContosoOptions {
  dice: Dice;
  /** First label of the domain. */
  name: string;
  usersPerGroup: number;
  /** Domains of further forests: users who make traffic are dealt over all of them in turn. */
  furtherDomains?: readonly string[];
  nowMs: number;
  /** Accounts beside the seeded ones, by kind. */
  entries?: Readonly<Record<string, AccountEntry>>;
}

export function describeContoso(options: ContosoOptions): TenantDescription {
  const { name, furtherDomains = [] } = options;
  const domain = `${name}.example`;
  return {
    name,
    domains: [
      { name: domain },
      {
        name: `fed.${domain}`,
        federation: { passiveUrl: `https://sts.fed.${domain}/adfs/ls/`, brand: 'Fed' },
      },
      ...furtherDomains.map((further) => ({ name: further })),
    ],
    users: [
      ...drawn(options, domain),
      ...furtherUsers(options.nowMs, domain),
      ...furtherDomains.slice(0, 1).map(personOfOtherForest),
    ],
    applications: APPLICATIONS,
    policies: [
      {
        name: 'Second factor for those who have one',
        users: [`mfa@${domain}`, `mfanumber@${domain}`],
        require: 'mfa',
      },
    ],
  };
}

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

function drawn(options: ContosoOptions, domain: string): UserDescription[] {
  const { dice, usersPerGroup, nowMs, entries = {} } = options;
  const taken = new Set<string>();
  const nextName = createNames(dice, taken);
  const nextPassword = createPasswords(dice.fork('passwords'));
  const special = Object.entries({ ...specialAccounts(nowMs), ...entries }).map(
    ([kind, { password, ...rules }]): UserDescription => {
      const seeded = nextPassword();
      const userName = `${takeName(kind, taken)}@${domain}`;
      return { kind, userName, password: password || seeded, ...describeRules(rules) };
    },
  );
  const administrator: UserDescription = {
    ...{ kind: 'cloudOnly', userName: `${takeName('breakglass', taken)}@${domain}` },
    ...{ password: nextPassword(), displayName: 'Break glass' },
    ...{ source: 'cloud', roles: ['Global Administrator'], traffic: 'cloud-only' },
  };
  const homes = [domain, ...(options.furtherDomains ?? [])];
  const groupOf = (traffic: 'right-password' | 'wrong-password') =>
    Array.from({ length: usersPerGroup }, (_, at): UserDescription => {
      const { localPart, ...name } = nextName();
      const userName = `${localPart}@${homes[at % homes.length]}`;
      return { userName, password: nextPassword(), ...name, traffic };
    });
  return [...special, administrator, ...groupOf('right-password'), ...groupOf('wrong-password')];
}

/** A kind as a user name: `mustChange` is `mustchange@…`. */
function takeName(kind: string, taken: Set<string>): string {
  const plain = kind.toLowerCase().replaceAll(/[^a-z.]/g, '');
  let name = plain;
  for (let number = 2; taken.has(name); number++) name = `${plain}${number}`;
  taken.add(name);
  return name;
}

function furtherUsers(nowMs: number, domain: string): UserDescription[] {
  return [
    { kind: 'mfa', userName: `mfa@${domain}`, secondFactor: { totpSecret: 'generate' } },
    { kind: 'mfaNumber', userName: `mfanumber@${domain}`, secondFactor: { numberMatching: true } },
    {
      ...{ kind: 'alternateId', userName: `alternateid@${domain}` },
      onPremisesUserName: `p1234@corp.${domain}`,
    },
    { kind: 'federated', userName: `federated@fed.${domain}` },
    {
      ...{ kind: 'unlicensed', userName: `unlicensed@${domain}`, licensed: false },
      passwordExpires: new Date(nowMs).toISOString(),
    },
  ];
}

/** Whoever wants to see a trust from outside has to be on its other side. */
function personOfOtherForest(domain: string): UserDescription {
  return { kind: 'otherForest', userName: `otherforest@${domain}` };
}

const SIGN_IN = [{ resource: 'graph', scopes: ['User.Read'] }];

const APPLICATIONS: Readonly<Record<string, ApplicationDescription>> = {
  web: {
    displayName: 'Contoso web',
    redirectUris: { web: ['http://localhost/auth/callback'] },
    secrets: [{}],
    requiredPermissions: [...SIGN_IN, { resource: 'api', scopes: ['access_as_user'] }],
    idTokenFromAuthorize: true,
  },
  spa: {
    displayName: 'Contoso single page',
    redirectUris: { spa: ['http://localhost/'] },
    requiredPermissions: [...SIGN_IN, { resource: 'api', scopes: ['access_as_user'] }],
  },
  native: {
    displayName: 'Contoso desktop',
    redirectUris: { native: ['http://localhost'] },
    publicClient: true,
    multiTenant: true,
    requiredPermissions: SIGN_IN,
  },
  daemon: {
    displayName: 'Contoso nightly job',
    secrets: [{}],
    certificates: [{ generate: true }],
    requiredPermissions: [
      { resource: 'graph', roles: ['AuditLog.Read.All', 'Directory.Read.All', 'User.Read.All'] },
      { resource: 'api', roles: ['Orders.Read.All'] },
    ],
  },
  api: {
    displayName: 'Contoso orders',
    exposes: { scopes: ['access_as_user'], roles: ['Orders.Read.All'] },
  },
  consent: {
    displayName: 'Contoso newcomer',
    redirectUris: { web: ['http://localhost/newcomer'] },
    secrets: [{}],
    requiredPermissions: SIGN_IN,
    adminConsent: false,
  },
};
