/**
 * The state of a tenant as plain JSON, out and in again. Keys that sign tokens stay where they are:
 * a dump is for people to keep and to pass on. Whatever is not a whole dump changes nothing.
 */
import { LabError } from '../../runtime/lab-error.ts';
import { isRecord } from '../json.ts';
import type { Users } from '../tenant/users.ts';
import type { Collection } from './collection.ts';
import type { StateShape } from './records.ts';
import type { CloudState } from './state.ts';

const FORMAT = 'pta-lab state';
const VERSION = 1;

type Kind = 'string' | 'number' | 'boolean' | 'list' | 'digest';

/** What records have: always, or (`?`) in this form if at all. The rest is taken as it comes. */
const MEMBERS: Readonly<Partial<Record<keyof StateShape, Readonly<Record<string, Kind>>>>> = {
  users: {
    ...{ id: 'string', userPrincipalName: 'string', displayName: 'string' },
    ...{ 'immutableId?': 'string', 'onPremisesUserPrincipalName?': 'string' },
    ...{ 'accountEnabled?': 'boolean', 'licensed?': 'boolean', 'roles?': 'list' },
    ...{ 'groups?': 'list', 'cloudPassword?': 'digest', 'syncedPassword?': 'digest' },
  },
  settings: {
    passThroughAuthentication: 'boolean',
    passwordHashSync: 'boolean',
    synchronizeUpn: 'boolean',
  },
  sessions: { sessionId: 'string', accounts: 'list', expiresMs: 'number', clientIds: 'list' },
  codes: { userId: 'string', clientId: 'string', redirectUri: 'string', expiresMs: 'number' },
  refreshTokens: { userId: 'string', clientId: 'string', familyId: 'string', expiresMs: 'number' },
  families: { userId: 'string' },
  deviceCodes: { userCode: 'string', clientId: 'string', expiresMs: 'number' },
  consents: { clientId: 'string', userId: 'string', permissions: 'list' },
};

export interface StateDump {
  format: typeof FORMAT;
  version: typeof VERSION;
  /** Pairs of key and record, oldest first. */
  collections: Readonly<Record<string, readonly (readonly [key: string, record: unknown])[]>>;
}

export function exportState(state: CloudState): StateDump {
  const collections = dumped(state).map(({ name, entries }) => [name, [...entries()]]);
  return { format: FORMAT, version: VERSION, collections: Object.fromEntries(collections) };
}

/** @throws LabError `STATE_DUMP` and nothing has changed, unless `dump` is a whole one. */
export function importState(state: CloudState, users: Users, dump: unknown): void {
  const collections = readCollections(dump);
  const read = dumped(state).map((collection) => ({
    collection,
    entries: readEntries(collection.name, collections[collection.name] ?? []),
  }));
  const known = new Set(read.map(({ collection }) => collection.name));
  const foreign = Object.keys(collections).find((name) => !known.has(name));
  if (foreign !== undefined) throw refused(`a collection "${foreign}"`, [...known].join(', '));
  for (const { collection, entries } of read) {
    collection.clear();
    for (const [key, record] of entries) collection.set(key, record);
  }
  users.reindex();
}

function dumped(state: CloudState): readonly Collection<unknown>[] {
  return Object.values(state)
    .filter(({ name }) => name !== 'signingKeys')
    .map((collection) => collection as Collection<unknown>);
}

function readCollections(dump: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(dump) || dump.format !== FORMAT) throw refused('something else', 'a state dump');
  if (dump.version !== VERSION) {
    throw refused(`version ${JSON.stringify(dump.version)}`, `version ${VERSION}`);
  }
  if (!isRecord(dump.collections)) throw refused('none', 'collections');
  if (!Array.isArray(dump.collections.settings) || dump.collections.settings.length !== 1) {
    throw refused('another number', 'one record of settings');
  }
  return dump.collections;
}

function readEntries(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(value)) throw refused(typeof value, `a list of records in ${name}`);
  const members = Object.entries(MEMBERS[name as keyof StateShape] ?? {});
  return value.map((entry: unknown, at) => {
    const [key, record, ...more]: unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof key !== 'string' || !isRecord(record) || more.length > 0) {
      throw refused('something else', `a key and a record at ${name}[${at}]`);
    }
    for (const [member, kind] of members) judgeMember(record, member, kind, `${name}[${at}]`);
    if (name === 'users' && record.id !== key)
      throw refused('another', `the id of users[${at}] as its key`);
    return [key, record];
  });
}

function judgeMember(
  record: Readonly<Record<string, unknown>>,
  member: string,
  kind: Kind,
  place: string,
): void {
  const name = member.replace('?', '');
  const value = record[name];
  if ((value === undefined && name !== member) || kindOf(value) === kind) return;
  throw refused(kindOf(value), `${name} as a ${kind} at ${place}`);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (!isRecord(value)) return value === undefined ? 'nothing' : typeof value;
  const isDigest = typeof value.salt === 'string' && typeof value.digest === 'string';
  return isDigest ? 'digest' : 'object';
}

function refused(came: string, expected: string): LabError {
  return new LabError('STATE_DUMP', `state: expected ${expected}, got ${came}`);
}
