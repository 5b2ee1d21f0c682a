/** Server names out of ClientHellos, also broken ones. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTlsRecord, readServerName } from './client-hello.ts';

function vector(lengthBytes: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(content.length, 0, lengthBytes);
  return Buffer.concat([length, content]);
}

function extension(type: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(type >> 8, type & 0xff), vector(2, content)]);
}

function serverName(name: string): Buffer {
  return extension(0, vector(2, Buffer.of(0), vector(2, Buffer.from(name))));
}

function hello(...extensions: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat([
    Buffer.of(3, 3),
    Buffer.alloc(32, 7),
    vector(1, Buffer.alloc(32)),
    vector(2, Buffer.of(0x13, 0x01)),
    vector(1, Buffer.of(0)),
    vector(2, ...extensions),
  ]);
  const handshake = Buffer.concat([Buffer.of(1), vector(3, body)]);
  return Buffer.concat([Buffer.of(0x16, 3, 1), vector(2, handshake)]);
}

const OTHER = extension(0x2b, Buffer.of(2, 3, 4));

test('the name is found wherever its extension stands, in lower case', () => {
  expect(readServerName(hello(OTHER, serverName('Login.Lab.Localhost'), OTHER))).toBe(
    'login.lab.localhost',
  );
});

test('a hello without the extension has no name', () => {
  expect(readServerName(hello(OTHER))).toBeUndefined();
  expect(readServerName(hello())).toBeUndefined();
});

test('a hello is incomplete until its last byte', () => {
  const whole = hello(OTHER, serverName('a.lab.localhost'));
  for (let length = 0; length < whole.length; length++) {
    expect(readServerName(whole.subarray(0, length))).toBe('incomplete');
  }
});

test('another handshake message is no hello', () => {
  const finished = hello(serverName('a.lab.localhost'));
  finished[5] = 20;
  expect(readServerName(finished)).toBeUndefined();
});

test('only a TLS handshake record begins with 0x16', () => {
  expect(isTlsRecord(hello())).toBe(true);
  expect(isTlsRecord(Buffer.from('CONNECT a:443 HTTP/1.1'))).toBe(false);
});

test('no bytes whatever make it fail', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
      const broken = hello(serverName('a.lab.localhost'));
      broken.set(bytes.subarray(0, Math.max(0, broken.length - cut)), Math.min(cut, broken.length));
      readServerName(broken);
      readServerName(Buffer.from(bytes));
    }),
  );
});
