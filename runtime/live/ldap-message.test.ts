/**
 * The bind-only LDAP codec: what is written is read back, whole or in pieces, and garbage does no
 * harm.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ERROR, WIN32 } from '../../protocol/win32.ts';
import {
  answerFor,
  parseBindAnswer,
  parseRequest,
  RESULT,
  renderBindAnswer,
  renderBindRequest,
  verdictOf,
} from './ldap-message.ts';
import { parseRootAnswer, renderRootAnswer, renderRootQuestion } from './ldap-root-dse.ts';

const id = fc.integer({ min: 1, max: 0x7fff_ffff });
const text = fc.string({ unit: 'grapheme', maxLength: 400 });

test('a bind request survives the wire, and is incomplete until its last byte', () => {
  fc.assert(
    fc.property(id, text, text, fc.nat(), (number, name, password, cut) => {
      const bytes = renderBindRequest(number, name, password);
      const message = { kind: 'bind', id: number, name, password };
      expect(parseRequest(Buffer.concat([bytes, bytes]))).toEqual({
        message,
        length: bytes.length,
      });
      expect(parseRequest(bytes.subarray(0, cut % bytes.length))).toBe('incomplete');
    }),
  );
});

test('every Win32 code survives as the text of an answer', () => {
  for (const { code } of Object.values(WIN32)) {
    const bytes = renderBindAnswer(answerFor(7, { win32: code }));
    const parsed = parseBindAnswer(bytes);
    if (typeof parsed === 'string') throw new Error(parsed);
    expect(parsed.message.id).toBe(7);
    expect(verdictOf(parsed.message)).toEqual({ win32: code });
  }
});

test('a refusal reads as Active Directory writes it', () => {
  expect(answerFor(1, { win32: ERROR.LOGON_FAILURE })).toEqual({
    id: 1,
    result: RESULT.INVALID_CREDENTIALS,
    text: '80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 52e, v4563',
  });
});

test('what a real controller may say', () => {
  const verdict = (result: number, said: string) => verdictOf({ id: 1, result, text: said });
  const samba =
    '80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 775, v1db1';
  expect(verdict(RESULT.INVALID_CREDENTIALS, samba)).toEqual({ win32: ERROR.ACCOUNT_LOCKED_OUT });
  expect(verdict(RESULT.INVALID_CREDENTIALS, '')).toEqual({ win32: ERROR.LOGON_FAILURE });
  expect(verdict(RESULT.SUCCESS, '')).toEqual({ win32: 0 });
  expect(verdict(51, 'busy')).toBe('malformed-answer');
});

test('a bind that is not simple, or not version 3, is named as such', () => {
  const bytes = renderBindRequest(1, 'a', 'b');
  const version = Buffer.from(bytes);
  version[version.indexOf(Buffer.of(2, 1, 3)) + 2] = 2;
  expect(parseRequest(version)).toMatchObject({ message: { result: RESULT.PROTOCOL_ERROR } });
  const sasl = Buffer.from(bytes);
  sasl[sasl.lastIndexOf(0x80)] = 0xa3;
  expect(parseRequest(sasl)).toMatchObject({
    message: { result: RESULT.AUTH_METHOD_NOT_SUPPORTED },
  });
});

test('the root that is told is the one that is read, in whole seconds', () => {
  const hostName = fc.option(fc.domain());
  const timeMs = fc.option(fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => s * 1000));
  fc.assert(
    fc.property(id, hostName, timeMs, fc.nat(), (number, name, time, cut) => {
      const question = parseRequest(renderRootQuestion(number));
      if (typeof question === 'string' || question.message.kind !== 'root-dse') {
        throw new Error('expected a question for the root');
      }
      const root = { hostName: name, timeMs: time };
      const bytes = renderRootAnswer(number, question.message.wanted, root);
      expect(parseRootAnswer(bytes)).toEqual(root);
      const read = parseRootAnswer(bytes.subarray(0, cut % bytes.length));
      expect(['incomplete', root]).toContainEqual(read);
    }),
  );
});

test('garbage is malformed or incomplete, never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      parseRequest(Buffer.from(bytes));
      parseBindAnswer(Buffer.from(bytes));
      parseRequest(Buffer.from([0x30, ...bytes]));
      parseBindAnswer(Buffer.from([0x30, ...bytes]));
      parseRootAnswer(Buffer.from([0x30, ...bytes]));
      parseRootAnswer(Buffer.from(bytes));
    }),
  );
  expect(parseRequest(Buffer.from('GET / HTTP/1.1'))).toBe('malformed');
  expect(parseRequest(Buffer.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff))).toBe('malformed');
});
