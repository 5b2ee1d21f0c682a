/**
 * The state of a tenant as plain JSON, out and in again. Keys that sign tokens stay where they are:
 * a dump is for people to keep and to pass on. Whatever is not a whole dump changes nothing.
 */
import { LabError } from '../../runtime/lab-error.ts';
import { isRecord } from '../json.ts';
import type { Users } from '../tenant/users.ts';
import type { Collection } from './collection.ts';
import { findMisfit, RECORD_FORMS } from './record-forms.ts';
import type { CloudState } from './state.ts';

const FORMAT = 'pta-lab state';
const VERSION = 1;

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
  judgeNames(read.find(({ collection }) => collection.name === 'users')?.entries ?? []);
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
  const { settings } = dump.collections;
  if (!Array.isArray(settings) || settings.length !== 1 || settings[0]?.[0] !== 'tenant') {
    throw refused('something else', 'one record of settings, "tenant"');
  }
  return dump.collections;
}

function readEntries(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(value)) throw refused(typeof value, `a list of records in ${name}`);
  const form = RECORD_FORMS[name as keyof typeof RECORD_FORMS];
  return value.map((entry: unknown, at) => {
    const [key, record, ...more]: unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof key !== 'string' || !isRecord(record) || more.length > 0) {
      throw refused('something else', `a key and a record at ${name}[${at}]`);
    }
    const misfit = findMisfit(record, form, `${name}[${at}]`);
    if (misfit) throw refused(misfit.came, misfit.expected);
    if (name === 'users' && record.id !== key)
      throw refused('another', `the id of users[${at}] as its key`);
    return [key, record];
  });
}

/** Whoever came second would be found by that name, and the first by none. */
function judgeNames(users: readonly (readonly [string, unknown])[]): void {
  const taken = new Set<string>();
  for (const [at, [, user]] of users.entries()) {
    const name = isRecord(user) ? String(user.userPrincipalName).trim().toLowerCase() : '';
    if (taken.has(name)) throw refused('one that is taken', `a name of its own at users[${at}]`);
    taken.add(name);
  }
}

function refused(came: string, expected: string): LabError {
  return new LabError('STATE_DUMP', `state: expected ${expected}, got ${came}`);
}
