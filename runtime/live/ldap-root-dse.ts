/**
 * The one search that needs no bind: of the directory's root (RFC 4511, 4.5; RFC 4512, 5.1). Only a
 * question for exactly that entry is read; what it filters by does not matter, for there is one.
 */
import type { RootDse } from '../ports.ts';
import {
  BER,
  type Element,
  readElement,
  readElements,
  readInteger,
  writeElement,
  writeInteger,
} from './ldap-ber.ts';

const TAG = {
  ...BER,
  SEARCH_REQUEST: 0x63,
  SEARCH_ENTRY: 0x64,
  SEARCH_DONE: 0x65,
  FILTER_PRESENT: 0x87,
} as const;

export const SEARCH_TAG = TAG.SEARCH_REQUEST;

const BASE_OBJECT = 0;
const ATTRIBUTES = ['currentTime', 'dnsHostName'] as const;

export function renderRootQuestion(id: number): Buffer {
  const search = writeElement(
    TAG.SEARCH_REQUEST,
    writeElement(TAG.OCTET_STRING),
    writeInteger(TAG.ENUMERATED, BASE_OBJECT),
    writeInteger(TAG.ENUMERATED, 0),
    writeInteger(TAG.INTEGER, 1),
    writeInteger(TAG.INTEGER, 0),
    writeElement(TAG.BOOLEAN, Buffer.of(0)),
    writeElement(TAG.FILTER_PRESENT, Buffer.from('objectClass')),
    writeElement(TAG.SEQUENCE, ...ATTRIBUTES.map((name) => octets(name))),
  );
  return writeElement(TAG.SEQUENCE, writeInteger(TAG.INTEGER, id), search);
}

/** The attributes that were asked for, none for all; undefined: it is about something else. */
export function readRootQuestion({ content }: Element): readonly string[] | undefined {
  const members = readElements(content);
  if (members === 'malformed') return undefined;
  const [where, scope, , , , , , wanted] = members;
  if (!where || !scope || !wanted || where.content.length > 0) return undefined;
  if (readInteger(scope) !== BASE_OBJECT) return undefined;
  const names = readElements(wanted.content);
  return names === 'malformed' ? undefined : names.map(({ content: name }) => name.toString());
}

export function renderRootAnswer(id: number, wanted: readonly string[], root: RootDse): Buffer {
  const all = wanted.length === 0 || wanted.includes('*');
  const isWanted = (name: string) =>
    all || wanted.some((one) => one.toLowerCase() === name.toLowerCase());
  const said = Object.entries(attributesOf(root)).filter(([name]) => isWanted(name));
  const entry = writeElement(
    TAG.SEARCH_ENTRY,
    writeElement(TAG.OCTET_STRING),
    writeElement(
      TAG.SEQUENCE,
      ...said.map(([name, value]) =>
        writeElement(TAG.SEQUENCE, octets(name), writeElement(TAG.SET, octets(value))),
      ),
    ),
  );
  const done = writeElement(
    TAG.SEARCH_DONE,
    writeInteger(TAG.ENUMERATED, 0),
    writeElement(TAG.OCTET_STRING),
    writeElement(TAG.OCTET_STRING),
  );
  const number = writeInteger(TAG.INTEGER, id);
  return Buffer.concat([entry, done].map((one) => writeElement(TAG.SEQUENCE, number, one)));
}

/** From what has come so far: the entry, as soon as it is whole. */
export function parseRootAnswer(bytes: Buffer): RootDse | 'incomplete' | 'malformed' {
  if (bytes.length > 0 && bytes[0] !== TAG.SEQUENCE) return 'malformed';
  const envelope = readElement(bytes);
  if (typeof envelope === 'string') return envelope;
  const members = readElements(envelope.content);
  const operation = members === 'malformed' ? undefined : members[1];
  // A controller that shows nothing to strangers ends the search without an entry.
  if (operation?.tag === TAG.SEARCH_DONE) return { timeMs: null, hostName: null };
  if (operation?.tag !== TAG.SEARCH_ENTRY) return 'malformed';
  const parts = readElements(operation.content);
  const attributes = parts === 'malformed' ? undefined : parts[1];
  return attributes === undefined ? 'malformed' : rootOf(readAttributes(attributes));
}

function readAttributes({ content }: Element): ReadonlyMap<string, string> {
  const list = readElements(content);
  const found = new Map<string, string>();
  for (const one of list === 'malformed' ? [] : list) {
    const pair = readElements(one.content);
    const [name, values] = pair === 'malformed' ? [] : pair;
    const value = values && readElement(values.content);
    if (!name || !value || typeof value === 'string') continue;
    found.set(name.content.toString().toLowerCase(), value.content.toString());
  }
  return found;
}

/** As read from the attributes of the root, whoever fetched them; names in lower case. */
export function rootOf(attributes: ReadonlyMap<string, string>): RootDse {
  const time = attributes.get('currenttime');
  return {
    timeMs: time === undefined ? null : parseGeneralizedTime(time),
    hostName: attributes.get('dnshostname') ?? null,
  };
}

function attributesOf({ timeMs, hostName }: RootDse): Record<string, string> {
  return {
    objectClass: 'top',
    ...(timeMs !== null && { currentTime: renderGeneralizedTime(timeMs) }),
    ...(hostName !== null && { dnsHostName: hostName }),
    supportedLDAPVersion: '3',
  };
}

/** `20261122164427.0Z`, as Active Directory writes it: whole seconds. */
function renderGeneralizedTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}.0Z`;
}

function parseGeneralizedTime(text: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,]\d+)?Z$/.exec(text)?.slice(1);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? null : ms;
}

function octets(text: string): Buffer {
  return writeElement(TAG.OCTET_STRING, Buffer.from(text));
}
