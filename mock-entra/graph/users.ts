/**
 * Users of the tenant, and `/me`. Nothing about passwords is readable here. A person may read
 * themselves with `User.Read`; everybody else takes a permission for all.
 */
import type { User } from '../tenant/tenant.ts';
import { answerCount, answerList, answerOne, type DirectoryList } from './list.ts';
import type { Property } from './properties.ts';
import {
  type Access,
  BOTH,
  DENIED,
  type GraphAnswer,
  type GraphCall,
  type Resource,
  refuse,
} from './resource.ts';

const READ_ALL = [
  'User.Read.All',
  'User.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

const ALL: Access = {
  delegated: ['User.ReadBasic.All', ...READ_ALL],
  application: READ_ALL,
  denied: DENIED,
};

const OWN = ['User.Read', 'User.ReadWrite'];
const ONE: Access = { ...ALL, delegated: [...OWN, ...ALL.delegated] };

/** Filters: GR, "Support for filter by properties of directory objects". */
const FILTERED = { operators: ['eq', 'in', 'startsWith'], advanced: ['ne'] } as const;
const ENDING = { operators: FILTERED.operators, advanced: ['ne', 'endsWith'] } as const;

const PROPERTIES: Readonly<Record<string, Property<User>>> = {
  businessPhones: { read: () => [] },
  displayName: { read: ({ displayName }) => displayName, ...FILTERED },
  givenName: { read: ({ givenName }) => givenName, ...FILTERED },
  jobTitle: { read: () => null, ...FILTERED },
  mail: { read: ({ mail }) => mail, ...ENDING },
  mobilePhone: { read: () => null },
  officeLocation: { read: () => null },
  preferredLanguage: { read: () => null },
  surname: { read: ({ surname }) => surname, ...FILTERED },
  userPrincipalName: { read: ({ userPrincipalName }) => userPrincipalName, ...ENDING },
  id: { read: ({ id }) => id, operators: ['eq', 'in'], advanced: ['ne'] },
  accountEnabled: {
    read: ({ accountEnabled }) => accountEnabled ?? true,
    type: 'flag',
    operators: ['eq', 'in'],
    advanced: ['ne'],
  },
  userType: { read: () => 'Member', operators: ['eq', 'in'], advanced: ['ne'] },
  onPremisesSyncEnabled: {
    read: (user) => (isSynchronised(user) ? true : null),
    type: 'flag',
    operators: ['eq', 'in'],
    advanced: ['ne'],
  },
  onPremisesImmutableId: {
    read: ({ immutableId }) => immutableId,
    operators: ['eq', 'in'],
    advanced: ['ne'],
  },
  onPremisesUserPrincipalName: {
    read: (user) =>
      isSynchronised(user) ? (user.onPremisesUserPrincipalName ?? user.userPrincipalName) : null,
  },
};

/** Documented for v1.0; beta shows everything. */
const DEFAULT_NAMES = [
  ...['businessPhones', 'displayName', 'givenName', 'jobTitle', 'mail', 'mobilePhone'],
  ...['officeLocation', 'preferredLanguage', 'surname', 'userPrincipalName', 'id'],
];

function isSynchronised({ cloudPassword }: User): boolean {
  return cloudPassword === undefined;
}

function listOf({ cloud, version }: GraphCall): DirectoryList<User> {
  return {
    rows: () => cloud.users.list(),
    idOf: ({ id }) => id,
    properties: PROPERTIES,
    shown: version === 'beta' ? Object.keys(PROPERTIES) : DEFAULT_NAMES,
    sortable: { always: ['displayName', 'userPrincipalName'], advanced: [] },
  };
}

const ENTITY = { versions: BOTH, context: 'users', quota: 'directory' } as const;

export const USERS: Resource = {
  ...ENTITY,
  path: '/users',
  get: {
    access: ALL,
    options: ['$filter', '$select', '$top', '$skiptoken', '$count', '$orderby'],
    answer: (call) => answerList(call, listOf(call)),
  },
};

export const USERS_COUNT: Resource = {
  ...ENTITY,
  path: '/users/$count',
  get: {
    access: ALL,
    options: ['$filter'],
    answer: (call) => answerCount(call, listOf(call)),
  },
};

export const USER: Resource = {
  ...ENTITY,
  path: '/users/:id',
  get: { access: ONE, options: ['$select'], answer: answerUser },
};

function answerUser(call: GraphCall): GraphAnswer {
  const { cloud, exchange, principal } = call;
  const wanted = exchange.params.id ?? '';
  const user = cloud.users.byId(wanted.toLowerCase()) ?? cloud.users.byName(wanted);
  const mine = principal.kind === 'user' && principal.userId === user?.id;
  if (!mine && principal.kind === 'user' && !principal.scopes.some(isForAll)) {
    return refuse('Authorization_RequestDenied');
  }
  return answerOne(call, user, listOf(call));
}

function isForAll(scope: string): boolean {
  return ALL.delegated.some((name) => name.toLowerCase() === scope.toLowerCase());
}

export const ME: Resource = {
  ...ENTITY,
  path: '/me',
  get: {
    access: { ...ONE, application: [], denied: { ...DENIED, application: 'BadRequest' } },
    options: ['$select'],
    answer(call) {
      const { cloud, principal } = call;
      const user = principal.kind === 'user' ? cloud.users.byId(principal.userId) : undefined;
      return answerOne(call, user, listOf(call));
    },
  },
};
