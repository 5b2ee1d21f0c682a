/**
 * The crypto of virtual runs: RSA's sizes, limits and failures at the price of a few hashes. It
 * protects nothing: the "public" key is all it takes to open and to forge. That is why it is called
 * stand-in, and why it must never leave a virtual run.
 */
import { hash } from 'node:crypto';
import type { Crypto, Dice } from '../ports.ts';
import { sfc32 } from '../sfc32.ts';
import { createKeyDice } from './key-dice.ts';
import { checkPlainFits, MODULUS_BYTES, PLAIN_BYTES_MAX } from './rsa-sizes.ts';

const NONCE_BYTES = 16;
/** One byte for the length and room for the longest plain text. */
const BODY_BYTES = 1 + PLAIN_BYTES_MAX;
const TAG_AT = NONCE_BYTES + BODY_BYTES;
const SIGN_LABEL = Buffer.from('pta-lab stand-in sign ');

/** Synchronous inside: nothing is awaited, so a call settles in the same turn everywhere. */
export function createStandInCrypto(dice: Dice): Crypto {
  const keyDice = createKeyDice(dice);
  const nonceDice = dice.fork('nonces');
  return {
    kind: 'stand-in',
    generateKey: async (name, algorithm = 'rsa-2048') => ({
      name,
      algorithm,
      spki: algorithm === 'rsa-2048' ? rsaKey(keyDice(name)) : ecKey(keyDice(name)),
    }),
    seal: async (spki, plain) => seal(spki, plain, nonceDice.bytes(NONCE_BYTES)),
    open: async (key, sealed) => open(key.spki, sealed),
    sign: async (key, bytes) => new Uint8Array(signature(key.spki, bytes)),
    verify: async (spki, bytes, signed) => signature(spki, bytes).equals(signed),
  };
}

function seal(spki: Uint8Array, plain: Uint8Array, nonce: Uint8Array): Uint8Array {
  checkPlainFits(plain);
  const sealed = new Uint8Array(MODULUS_BYTES);
  sealed.set(nonce);
  const body = sealed.subarray(NONCE_BYTES, TAG_AT);
  body[0] = plain.length;
  body.set(plain, 1);
  mask(body, spki, nonce);
  sealed.set(tag(spki, sealed.subarray(0, TAG_AT)), TAG_AT);
  return sealed;
}

function open(spki: Uint8Array, sealed: Uint8Array): Uint8Array | 'undecryptable' {
  const found = sealed.subarray(TAG_AT);
  if (!tag(spki, sealed.subarray(0, TAG_AT)).equals(found)) return 'undecryptable';
  const body = Uint8Array.from(sealed.subarray(NONCE_BYTES, TAG_AT));
  mask(body, spki, sealed.subarray(0, NONCE_BYTES));
  return body.slice(1, 1 + (body[0] ?? 0));
}

/** Depends on every word that was sealed, and on the key: another key finds another one. */
function tag(spki: Uint8Array, sealed: Uint8Array): Buffer {
  const mixed = Uint32Array.from(wordsOf(spki));
  for (let at = 0; at < sealed.length; at++) {
    const lane = at & 3;
    const turned = Math.imul((mixed[lane] ?? 0) ^ (sealed[at] ?? 0) ^ at, 0x01000193);
    mixed[lane] = turned ^ (mixed[(lane + 1) & 3] ?? 0);
  }
  return stream(mixed, MODULUS_BYTES - TAG_AT);
}

/** Its own inverse. */
function mask(body: Uint8Array, spki: Uint8Array, nonce: Uint8Array): void {
  const noise = Buffer.from(nonce.buffer, nonce.byteOffset, NONCE_BYTES);
  const words = wordsOf(spki).map((word, at) => word ^ noise.readUInt32LE(4 * at));
  const mask = stream(words, BODY_BYTES);
  for (let at = 0; at < body.length; at++) body[at] = (body[at] ?? 0) ^ (mask[at] ?? 0);
}

/** Hashing a key takes longer than everything else here, and keys live long. */
const knownWords = new WeakMap<Uint8Array, Uint32Array>();

function wordsOf(spki: Uint8Array): Uint32Array {
  const known = knownWords.get(spki);
  if (known) return known;
  const words = firstWords(hash('sha256', spki, 'buffer'));
  knownWords.set(spki, words);
  return words;
}

function firstWords(digest: Buffer): Uint32Array {
  return Uint32Array.from([0, 4, 8, 12], (at) => digest.readUInt32LE(at));
}

function stream([a = 0, b = 0, c = 0, d = 0]: Uint32Array, length: number): Buffer {
  const next = sfc32(a, b, c, d);
  const bytes = Buffer.alloc(4 * Math.ceil(length / 4));
  // The first numbers still look like the seed.
  for (let skipped = 0; skipped < 12; skipped++) next();
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(next(), at);
  return bytes.subarray(0, length);
}

function signature(spki: Uint8Array, bytes: Uint8Array): Buffer {
  const words = firstWords(hash('sha256', Buffer.concat([SIGN_LABEL, spki, bytes]), 'buffer'));
  return isEc(spki) ? ecdsaForm(stream(words, 64)) : stream(words, MODULUS_BYTES);
}

// DER around the variable bytes: SubjectPublicKeyInfo of an RSA key (modulus of 2048 bits, exponent
// 65537) and of a point on P-256. The structures parse everywhere; modulus and point mean nothing.
const RSA_HEAD = Buffer.from(
  '30820122300d06092a864886f70d01010105000382010f003082010a0282010100',
  'hex',
);
const RSA_TAIL = Buffer.from('0203010001', 'hex');
const EC_HEAD = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');

function rsaKey(dice: Dice): Uint8Array {
  const modulus = Buffer.from(dice.bytes(MODULUS_BYTES));
  modulus.writeUInt8(modulus.readUInt8(0) | 0x80, 0);
  modulus.writeUInt8(modulus.readUInt8(MODULUS_BYTES - 1) | 0x01, MODULUS_BYTES - 1);
  return new Uint8Array(Buffer.concat([RSA_HEAD, modulus, RSA_TAIL]));
}

function ecKey(dice: Dice): Uint8Array {
  return new Uint8Array(Buffer.concat([EC_HEAD, dice.bytes(64)]));
}

function isEc(spki: Uint8Array): boolean {
  return Buffer.from(spki).indexOf(EC_HEAD) === 0;
}

/** SEQUENCE { r INTEGER, s INTEGER }, each forced to 32 bytes so that the length never varies. */
function ecdsaForm(bytes: Buffer): Buffer {
  const [r, s] = [bytes.subarray(0, 32), bytes.subarray(32)];
  for (const number of [r, s]) number.writeUInt8((number.readUInt8(0) & 0x3f) | 0x40, 0);
  const integer = Buffer.from([0x02, 32]);
  return Buffer.concat([Buffer.from([0x30, 68]), integer, r, integer, s]);
}
