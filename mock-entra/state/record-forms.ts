/**
 * What records look like, for a dump that somebody may have written by hand: a record of another
 * form would break a sign-in long after the import. A name with `?` may be left out; members that
 * are not named here are taken as they come.
 */
import { isRecord } from '../json.ts';
import type { StateShape } from './records.ts';

export type Form = 'string' | 'number' | 'boolean' | readonly [Form] | Members | FormByKind;
type Members = { readonly [member: string]: Form };
/** Where `kind` says which members there are. */
type FormByKind = (value: unknown) => Form;

const DIGEST: Members = { salt: 'string', digest: 'string' };
const FEDERATION: Members = {
  ...{ passiveUrl: 'string', activeUrl: 'string', metadataUrl: 'string', brand: 'string' },
};
const SIGNED_IN: Members = {
  ...{ userId: 'string', authenticatedMs: 'number', methods: ['string'], sessionId: 'string' },
};
const GRANTED: Members = { ...SIGNED_IN, clientId: 'string', scope: 'string', expiresMs: 'number' };
const REPLY: Members = {
  ...{ redirectUri: 'string', address: 'string', type: 'string', mode: 'string' },
  'state?': 'string',
};

export const RECORD_FORMS: Readonly<Record<Exclude<keyof StateShape, 'signingKeys'>, Members>> = {
  users: {
    ...{ id: 'string', userPrincipalName: 'string', displayName: 'string' },
    ...{ 'givenName?': 'string', 'surname?': 'string', 'mail?': 'string' },
    ...{ 'immutableId?': 'string', 'onPremisesUserPrincipalName?': 'string' },
    ...{ 'accountEnabled?': 'boolean', 'licensed?': 'boolean', 'passwordExpiresMs?': 'number' },
    ...{ 'roles?': ['string'], 'groups?': ['string'] },
    ...{ 'cloudPassword?': DIGEST, 'syncedPassword?': DIGEST },
    'secondFactor?': { 'totpSecret?': 'string', 'numberMatching?': 'boolean' },
  },
  settings: {
    passThroughAuthentication: 'boolean',
    passwordHashSync: 'boolean',
    synchronizeUpn: 'boolean',
    'passwordWriteback?': 'boolean',
    'domains?': [{ name: 'string', kind: 'string', 'federation?': FEDERATION }],
    'adFsRetiredMs?': 'number',
    'smartLockout?': { threshold: 'number', durationMs: 'number' },
  },
  sessions: {
    ...{ sessionId: 'string', accounts: [SIGNED_IN], expiresMs: 'number', clientIds: ['string'] },
    'revokedUserIds?': ['string'],
  },
  codes: { ...GRANTED, redirectUri: 'string', redirectType: 'string', 'codeChallenge?': 'string' },
  refreshTokens: { ...GRANTED, familyId: 'string', spa: 'boolean', confidential: 'boolean' },
  families: { userId: 'string' },
  deviceCodes: {
    ...{ userCode: 'string', clientId: 'string', scope: 'string' },
    ...{ expiresMs: 'number', intervalMs: 'number' },
    'answer?': (value) =>
      isOfKind(value, 'declined') ? {} : { kind: 'string', signedIn: SIGNED_IN },
  },
  consents: { clientId: 'string', userId: 'string', permissions: ['string'] },
  lockouts: {
    ...{ failures: 'number', locks: 'number', 'lockedUntilMs?': 'number' },
    recentWrong: ['string'],
  },
  places: { addresses: ['string'] },
  usedCodes: { step: 'number' },
  numberChallenges: { userId: 'string', number: 'string', expiresMs: 'number' },
  flows: {
    request: { clientId: 'string', tenantSegment: 'string', scope: 'string' },
    purpose: (value) =>
      isOfKind(value, 'device')
        ? { userCode: 'string' }
        : { kind: 'string', reply: REPLY, responseType: 'string', clientInfo: 'boolean' },
    ...{ startedMs: 'number', expiresMs: 'number' },
    progress: {
      ...{ 'shown?': 'string', 'userName?': 'string', 'signedIn?': SIGNED_IN },
      'challenge?': { id: 'string', number: 'string' },
    },
  },
};

export interface Misfit {
  expected: string;
  came: string;
}

/** Undefined: it fits. */
export function findMisfit(value: unknown, form: Form, place: string): Misfit | undefined {
  if (typeof form === 'function') return findMisfit(value, form(value), place);
  if (typeof form === 'string') {
    return kindOf(value) === form ? undefined : misfit(form, place, value);
  }
  if (isList(form)) {
    if (!Array.isArray(value)) return misfit('list', place, value);
    const [element] = form;
    return first(value.entries(), ([at, one]) => findMisfit(one, element, `${place}[${at}]`));
  }
  if (!isRecord(value)) return misfit('record', place, value);
  return first(Object.entries(form), ([member, inner]) => {
    const name = member.replace('?', '');
    if (value[name] === undefined && name !== member) return undefined;
    return findMisfit(value[name], inner, `${place}.${name}`);
  });
}

function isOfKind(value: unknown, kind: string): boolean {
  return isRecord(value) && value.kind === kind;
}

function isList(form: Form): form is readonly [Form] {
  return Array.isArray(form);
}

function first<T>(each: Iterable<T>, find: (one: T) => Misfit | undefined): Misfit | undefined {
  for (const one of each) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function misfit(expected: string, place: string, value: unknown): Misfit {
  return { expected: `a ${expected} at ${place}`, came: kindOf(value) };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (isRecord(value)) return 'record';
  return value === undefined || value === null ? 'nothing' : typeof value;
}
