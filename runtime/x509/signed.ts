/**
 * The outer form that certificates and signing requests share: SEQUENCE { body, algorithm, BIT
 * STRING }. Sliced from the bytes as they came, never re-encoded: a signature covers those bytes
 * and no others.
 */
import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { createRecent } from '../crypto/recent.ts';
import type { Crypto, KeyPair } from '../ports.ts';
import { EC_PUBLIC_KEY, ECDSA_WITH_SHA256, RSA_ENCRYPTION, SHA256_WITH_RSA } from './object-ids.ts';

export interface Signed {
  /** What was signed, header included. */
  body: Uint8Array;
  signature: Uint8Array;
}

/** @throws RangeError unless `der` is exactly one such structure. */
export function splitSigned(der: Uint8Array): Signed {
  const outer = element(der, 0, der.length);
  const body = element(der, outer.from, outer.to);
  const algorithm = element(der, body.to, outer.to);
  const signature = element(der, algorithm.to, outer.to);
  const complete = outer.to === der.length && signature.to === outer.to;
  if (!complete || signature.tag !== BIT_STRING || der[signature.from] !== 0) {
    throw new RangeError('not a signed structure');
  }
  return {
    body: der.subarray(outer.from, body.to),
    signature: der.subarray(signature.from + 1, signature.to),
  };
}

/** One certificate asks up to four times for the same two keys. */
export const parsePublicKey: (spki: Uint8Array) => SubjectPublicKeyInfo = createRecent((spki) =>
  AsnConvert.parse(spki, SubjectPublicKeyInfo),
);

/**
 * The algorithm follows from the key itself, so that a seeded RSA key standing in for EC stays
 * consistent.
 */
export function signatureAlgorithm(spki: Uint8Array): AlgorithmIdentifier {
  const { algorithm } = parsePublicKey(spki).algorithm;
  switch (algorithm) {
    case RSA_ENCRYPTION:
      return new AlgorithmIdentifier({ algorithm: SHA256_WITH_RSA, parameters: null });
    case EC_PUBLIC_KEY:
      return new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
    default:
      throw new RangeError(`no signature algorithm for keys of kind ${algorithm}`);
  }
}

export async function signBody(crypto: Crypto, key: KeyPair, body: object): Promise<ArrayBuffer> {
  const signature = await crypto.sign(key, new Uint8Array(AsnConvert.serialize(body)));
  return new Uint8Array(signature).buffer;
}

const BIT_STRING = 0x03;

export interface Element {
  tag: number;
  /** First byte of the content. */
  from: number;
  /** First byte behind it. */
  to: number;
}

export function element(der: Uint8Array, at: number, end: number): Element {
  const tag = der[at];
  const first = der[at + 1];
  if (tag === undefined || first === undefined) throw new RangeError('cut short');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const from = at + 2 + lengthBytes;
  let length = lengthBytes === 0 ? first : 0;
  for (const byte of der.subarray(at + 2, from)) length = length * 256 + byte;
  if (from + length > end) throw new RangeError('cut short');
  return { tag, from, to: from + length };
}
