/**
 * The public key in a PEM certificate, for WebCrypto. A walk over DER that knows its way and
 * checks nothing: what is wrong with the certificate shows when the signature is verified.
 */
import { b64decode } from 'k6/encoding';

const TAG_VERSION = 0xa0;
/** Before the key: serial number, algorithm, issuer, validity, subject (RFC 5280, 4.1). */
const FIELDS_BEFORE_KEY = 5;

/** SubjectPublicKeyInfo, DER. */
export function readPublicKey(certificatePem: string): ArrayBuffer {
  const body = /-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(certificatePem)?.[1] ?? '';
  const der = new Uint8Array(b64decode(body.replace(/\s/g, '')));
  const certificate = elementAt(der, 0);
  const signed = elementAt(der, certificate.contentAt);
  let field = elementAt(der, signed.contentAt);
  if (der[field.at] === TAG_VERSION) field = elementAt(der, field.endsAt);
  for (let passed = 0; passed < FIELDS_BEFORE_KEY; passed += 1)
    field = elementAt(der, field.endsAt);
  return der.slice(field.at, field.endsAt).buffer;
}

interface Element {
  at: number;
  contentAt: number;
  endsAt: number;
}

function elementAt(der: Uint8Array, at: number): Element {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { at, contentAt: at + 2, endsAt: at + 2 + first };
  const lengthBytes = first - 0x80;
  const contentAt = at + 2 + lengthBytes;
  const length = der.slice(at + 2, contentAt).reduce((sum, byte) => sum * 256 + byte, 0);
  return { at, contentAt, endsAt: contentAt + length };
}
