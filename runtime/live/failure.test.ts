/**
 * Every error that was met or is to be expected has one meaning; the rest is said to be unknown.
 */
import { expect, test } from 'vitest';
import { LabError } from '../lab-error.ts';
import { failureOf, failureOfObstacle, failureOfProxy, failureOfVerdict } from './failure.ts';

function coded(code: string): Error {
  return Object.assign(new Error('some text'), { code });
}

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['ETIMEDOUT', 'timed-out'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENOTFOUND', 'name-not-resolved'],
  ['UND_ERR_SOCKET', 'closed'],
  ['HPE_INVALID_CONSTANT', 'malformed-answer'],
  ['WS_ERR_INVALID_OPCODE', 'malformed-answer'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate-untrusted'],
  ['CERT_HAS_EXPIRED', 'certificate-expired'],
  ['CERT_NOT_YET_VALID', 'certificate-not-yet-valid'],
  ['INVALID_PURPOSE', 'certificate-wrong-usage'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-wrong-name'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'client-certificate-rejected'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'client-certificate-rejected'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'protocol-version'],
  // OpenSSL 3.0 and 3.2 name the same alert differently.
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'no-common-cipher'],
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'no-common-cipher'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'malformed-answer'],
])('%s means %s', (code, failure) => {
  expect(failureOf(coded(code))).toBe(failure);
});

test.each(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS'])(
  '%s says something about this machine and is thrown, never a symptom',
  (code) => {
    expect(() => failureOf(coded(code))).toThrow(
      expect.objectContaining({ name: 'LabError', code: `HARNESS_${code}` }),
    );
  },
);

test.each([
  ['one without a code', new Error('odd')],
  ['E_NEVER_SEEN', coded('E_NEVER_SEEN')],
])('an unknown error (%s) is named, not guessed', (name, error) => {
  expect(() => failureOf(error)).toThrow(
    expect.objectContaining({
      code: 'HARNESS_UNKNOWN_ERROR',
      message: expect.stringContaining(name),
    }),
  );
});

test('a reset of ours that comes too late is the end of a connection, another EINVAL is not', () => {
  const late = Object.assign(new Error('reset EINVAL'), { code: 'EINVAL', syscall: 'reset' });
  expect(failureOf(late)).toBe('closed');
  expect(() => failureOf(coded('EINVAL'))).toThrow('knows, got EINVAL');
});

test('a LabError stays what it is', () => {
  const broken = new LabError('SITE_UNKNOWN', 'no such site');
  expect(() => failureOf(broken)).toThrow(broken);
});

test('what the gateway met is a word of ours or an error code', () => {
  expect(failureOfObstacle('name-not-resolved')).toBe('name-not-resolved');
  expect(failureOfObstacle('ECONNREFUSED')).toBe('refused');
  expect(() => failureOfObstacle('EMFILE')).toThrow(LabError);
});

test('OpenSSL’s verdicts come as plain text', () => {
  expect(failureOfVerdict('SELF_SIGNED_CERT_IN_CHAIN')).toBe('certificate-untrusted');
});

test.each([
  ['proxy-down', 'refused'],
  ['proxy-authentication-required', 'proxy-authentication-required'],
  ['ECONNREFUSED', 'proxy-refused'],
  ['name-not-resolved', 'proxy-refused'],
])('a proxy that met %s', (obstacle, failure) => {
  expect(failureOfProxy(obstacle)).toBe(failure);
});

test('a proxy of ours that ran out of files is no symptom either', () => {
  expect(() => failureOfProxy('EMFILE')).toThrow(expect.objectContaining({ name: 'LabError' }));
});
