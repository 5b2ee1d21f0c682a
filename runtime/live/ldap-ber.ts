/**
 * The little of BER that an LDAP simple bind needs (X.690; RFC 4511, 5.1: definite lengths only).
 * Reading past the end or a length that cannot be is `malformed`, never an exception: the bytes
 * come from a stranger.
 */
export const BER = {
  BOOLEAN: 0x01,
  INTEGER: 0x02,
  OCTET_STRING: 0x04,
  ENUMERATED: 0x0a,
  SEQUENCE: 0x30,
  SET: 0x31,
} as const;

export interface Element {
  tag: number;
  content: Buffer;
  /** Bytes of the whole element. */
  length: number;
}

/** Longer elements than this are nobody's bind. */
const LENGTH_MAX = 64 * 1024;

export function writeElement(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), lengthBytes(content.length), content]);
}

/** Non-negative, up to 31 bits: message numbers, versions and result codes. */
export function writeInteger(tag: number, value: number): Buffer {
  const bytes = [value & 0xff];
  for (let rest = value >>> 8; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  if ((bytes[0] ?? 0) > 0x7f) bytes.unshift(0);
  return writeElement(tag, Buffer.from(bytes));
}

/** The first element of `bytes`. */
export function readElement(bytes: Buffer): Element | 'incomplete' | 'malformed' {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined) return 'incomplete';
  const lengthSize = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || lengthSize > 4) return 'malformed';
  if (bytes.length < 2 + lengthSize) return 'incomplete';
  const contentLength = lengthSize === 0 ? first : bytes.readUIntBE(2, lengthSize);
  if (contentLength > LENGTH_MAX) return 'malformed';
  const start = 2 + lengthSize;
  const length = start + contentLength;
  if (bytes.length < length) return 'incomplete';
  return { tag, content: bytes.subarray(start, length), length };
}

/** All elements inside a constructed one. */
export function readElements(content: Buffer): Element[] | 'malformed' {
  const elements: Element[] = [];
  for (let at = 0; at < content.length; ) {
    const element = readElement(content.subarray(at));
    if (typeof element === 'string') return 'malformed';
    elements.push(element);
    at += element.length;
  }
  return elements;
}

export function readInteger({ content }: Element): number | 'malformed' {
  if (content.length < 1 || content.length > 4) return 'malformed';
  const value = content.readIntBE(0, content.length);
  return value < 0 ? 'malformed' : value;
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  const significant = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.of(0x80 + significant.length), significant]);
}
