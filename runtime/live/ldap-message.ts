/**
 * LDAPv3 messages of a simple bind (RFC 4511, 4.2), and the text in which Active Directory says why
 * it refused one: result 49 for every reason, with the Win32 code in hexadecimal behind `data`
 * (fact sheet 6.2).
 */
import { ERROR, ldapSubCodeForWin32, win32ForLdapSubCode } from '../../protocol/win32.ts';
import type { BindResult } from '../ports.ts';
import {
  BER,
  type Element,
  readElement,
  readElements,
  readInteger,
  writeElement,
  writeInteger,
} from './ldap-ber.ts';
import { readRootQuestion, SEARCH_TAG } from './ldap-root-dse.ts';

const TAG = {
  ...BER,
  BIND_REQUEST: 0x60,
  BIND_RESPONSE: 0x61,
  UNBIND_REQUEST: 0x42,
  SIMPLE: 0x80,
} as const;

/** RFC 4511, 4.1.9. */
export const RESULT = {
  SUCCESS: 0,
  PROTOCOL_ERROR: 2,
  AUTH_METHOD_NOT_SUPPORTED: 7,
  INVALID_CREDENTIALS: 49,
} as const;

const VERSION = 3;

export type LdapRequest =
  | { kind: 'bind'; id: number; name: string; password: string }
  /** A bind that this server does not do: another version, or SASL. */
  | { kind: 'other-bind'; id: number; result: number }
  | { kind: 'root-dse'; id: number; wanted: readonly string[] }
  | { kind: 'unbind' }
  | { kind: 'unsupported' };

export interface LdapAnswer {
  id: number;
  result: number;
  text: string;
}

/** One message off the front of what has arrived so far. */
export type Parsed<T> = { message: T; length: number } | 'incomplete' | 'malformed';

export function renderBindRequest(id: number, name: string, password: string): Buffer {
  const bind = writeElement(
    TAG.BIND_REQUEST,
    writeInteger(TAG.INTEGER, VERSION),
    writeElement(TAG.OCTET_STRING, Buffer.from(name)),
    writeElement(TAG.SIMPLE, Buffer.from(password)),
  );
  return writeElement(TAG.SEQUENCE, writeInteger(TAG.INTEGER, id), bind);
}

export function renderBindAnswer({ id, result, text }: LdapAnswer): Buffer {
  const answer = writeElement(
    TAG.BIND_RESPONSE,
    writeInteger(TAG.ENUMERATED, result),
    writeElement(TAG.OCTET_STRING),
    writeElement(TAG.OCTET_STRING, Buffer.from(text)),
  );
  return writeElement(TAG.SEQUENCE, writeInteger(TAG.INTEGER, id), answer);
}

export function parseRequest(bytes: Buffer): Parsed<LdapRequest> {
  const envelope = readEnvelope(bytes);
  if (typeof envelope === 'string') return envelope;
  const { id, operation, length } = envelope;
  if (operation.tag === TAG.UNBIND_REQUEST) return { message: { kind: 'unbind' }, length };
  const wanted = operation.tag === SEARCH_TAG ? readRootQuestion(operation) : undefined;
  if (wanted) return { message: { kind: 'root-dse', id, wanted }, length };
  if (operation.tag !== TAG.BIND_REQUEST) return { message: { kind: 'unsupported' }, length };
  const [version, name, password] = membersOf(operation);
  const spoken = version && readInteger(version);
  if (!name || !password || spoken === 'malformed') return 'malformed';
  const other = (result: number) =>
    ({ message: { kind: 'other-bind', id, result }, length }) as const;
  if (spoken !== VERSION) return other(RESULT.PROTOCOL_ERROR);
  if (password.tag !== TAG.SIMPLE) return other(RESULT.AUTH_METHOD_NOT_SUPPORTED);
  const message = { id, name: name.content.toString(), password: password.content.toString() };
  return { message: { kind: 'bind', ...message }, length };
}

export function parseBindAnswer(bytes: Buffer): Parsed<LdapAnswer> {
  const envelope = readEnvelope(bytes);
  if (typeof envelope === 'string') return envelope;
  const { id, operation, length } = envelope;
  const [code, , text] = membersOf(operation);
  const result = code && readInteger(code);
  if (operation.tag !== TAG.BIND_RESPONSE || result === undefined) return 'malformed';
  if (!text || result === 'malformed') return 'malformed';
  return { message: { id, result, text: text.content.toString() }, length };
}

/** What a directory answers for a verdict. */
export function answerFor(id: number, { win32 }: BindResult): LdapAnswer {
  if (win32 === ERROR.SUCCESS) return { id, result: RESULT.SUCCESS, text: '' };
  const data = ldapSubCodeForWin32(win32) ?? (win32 >>> 0).toString(16);
  const text = `80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data ${data}, v4563`;
  return { id, result: RESULT.INVALID_CREDENTIALS, text };
}

/** The verdict behind an answer. A refusal that gives no reason is a plain logon failure. */
export function verdictOf({ result, text }: LdapAnswer): BindResult | 'malformed-answer' {
  if (result === RESULT.SUCCESS) return { win32: ERROR.SUCCESS };
  if (result !== RESULT.INVALID_CREDENTIALS) return 'malformed-answer';
  const data = /\bdata ([0-9a-f]{1,8})\b/i.exec(text)?.[1];
  if (data === undefined) return { win32: ERROR.LOGON_FAILURE };
  return { win32: win32ForLdapSubCode(data) ?? Number.parseInt(data, 16) | 0 };
}

function readEnvelope(bytes: Buffer) {
  if (bytes.length > 0 && bytes[0] !== TAG.SEQUENCE) return 'malformed';
  const envelope = readElement(bytes);
  if (typeof envelope === 'string') return envelope;
  const [number, operation] = membersOf(envelope);
  const id = number && readInteger(number);
  if (!operation || id === undefined || id === 'malformed') return 'malformed';
  return { id, operation, length: envelope.length };
}

function membersOf({ content }: Element): Element[] {
  const members = readElements(content);
  return members === 'malformed' ? [] : members;
}
