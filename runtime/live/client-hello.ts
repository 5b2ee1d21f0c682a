/**
 * Reads the server name out of a TLS ClientHello (RFC 8446, 4.1.2; RFC 6066, 3), as a gateway does
 * that passes TLS on without taking part in it. Anything unusual simply has no name.
 */
const HANDSHAKE = 0x16;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;

export function isTlsRecord(bytes: Buffer): boolean {
  return bytes[0] === HANDSHAKE;
}

/**
 * `incomplete`: more bytes are needed. `undefined`: there is no server name, or this is no
 * ClientHello.
 */
export function readServerName(bytes: Buffer): string | 'incomplete' | undefined {
  if (bytes.length < 5) return 'incomplete';
  const end = 5 + bytes.readUInt16BE(3);
  if (bytes.length < end) return 'incomplete';
  const hello = createReader(bytes.subarray(5, end));
  if (hello.take(1)[0] !== CLIENT_HELLO) return undefined;
  hello.take(3 + 2 + 32);
  hello.vector(1);
  hello.vector(2);
  hello.vector(1);
  const extensions = createReader(hello.vector(2));
  while (extensions.left() > 0) {
    const type = extensions.take(2);
    const content = extensions.vector(2);
    if (type.length === 2 && type.readUInt16BE(0) === SERVER_NAME) return readName(content);
  }
  return undefined;
}

function readName(extension: Buffer): string | undefined {
  const names = createReader(createReader(extension).vector(2));
  names.take(1);
  const name = names.vector(2).toString('latin1').toLowerCase();
  return name === '' ? undefined : name;
}

/** Reading past the end gives less, never an error: a broken hello becomes one without a name. */
function createReader(bytes: Buffer) {
  let at = 0;
  const take = (length: number): Buffer => {
    const taken = bytes.subarray(at, at + length);
    at += taken.length;
    return taken;
  };
  return {
    take,
    vector(lengthBytes: number): Buffer {
      const length = take(lengthBytes);
      return take(length.length === 0 ? 0 : length.readUIntBE(0, length.length));
    },
    left: () => bytes.length - at,
  };
}
