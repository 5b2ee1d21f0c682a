/**
 * Real RSA for virtual runs (`--crypto rsa`): keys and OAEP nonces come from the dice, and
 * everything happens synchronously, so a run stays the same to the byte. Slow on purpose, live runs
 * use `rsa.ts`. Asked for an EC key it answers with an RSA one: ECDSA cannot be seeded, and virtual
 * runs have no TLS.
 */
import assert from 'node:assert';
import {
  constants,
  createHash,
  createPublicKey,
  createSign,
  createVerify,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import type { Crypto, Dice, KeyPair } from '../ports.ts';
import { createKeyDice } from './key-dice.ts';
import { createRecent } from './recent.ts';
import { checkPlainFits, MODULUS_BYTES, SHA1_BYTES } from './rsa-sizes.ts';
import { seededPrivateKey } from './seeded-key.ts';

export function createSeededRsaCrypto(dice: Dice): Crypto {
  const keyDice = createKeyDice(dice);
  const nonceDice = dice.fork('nonces');
  const privateKeys = new WeakMap<KeyPair, KeyObject>();
  const publicKey = createRecent((spki) => createPublicKey(spkiInput(spki)));

  function privateKeyOf(key: KeyPair): KeyObject {
    const found = privateKeys.get(key);
    assert(found, `key pair ${key.name} was made by another Crypto`);
    return found;
  }

  return {
    kind: 'rsa',
    async generateKey(name) {
      const privateKey = seededPrivateKey(keyDice(name));
      const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
      const key: KeyPair = { name, algorithm: 'rsa-2048', spki: new Uint8Array(spki) };
      privateKeys.set(key, privateKey);
      return key;
    },
    async seal(spki, plain) {
      checkPlainFits(plain);
      const encoded = encodeOaep(plain, nonceDice.bytes(SHA1_BYTES));
      const key = publicKey(spki);
      return new Uint8Array(publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded));
    },
    open: async (key, sealed) => decrypt(privateKeyOf(key), sealed),
    // Not the one-shot `sign` and `verify`: newer Node makes a job of them, which the guard of
    // virtual runs takes for stray asynchronous work.
    sign: async (key, bytes) =>
      new Uint8Array(createSign('sha256').update(bytes).sign(privateKeyOf(key))),
    verify: async (spki, bytes, signature) => verifies(() => publicKey(spki), bytes, signature),
  };
}

function spkiInput(spki: Uint8Array) {
  return { key: Buffer.from(spki), type: 'spki', format: 'der' } as const;
}

function decrypt(key: KeyObject, sealed: Uint8Array): Uint8Array | 'undecryptable' {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  try {
    return new Uint8Array(privateDecrypt({ key, padding, oaepHash: 'sha1' }, sealed));
  } catch {
    // OpenSSL has one error per way of being undecryptable; agents may not tell them apart either.
    return 'undecryptable';
  }
}

function verifies(key: () => KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return createVerify('sha256').update(bytes).verify(key(), signature);
  } catch {
    // Node refuses keys it cannot read or use for SHA-256; such a key has signed nothing.
    return false;
  }
}

/**
 * EME-OAEP with SHA-1 and an empty label (RFC 8017, 7.1.1), because Node's own draws its nonce
 * itself.
 */
function encodeOaep(plain: Uint8Array, nonce: Uint8Array): Buffer {
  const block = Buffer.alloc(MODULUS_BYTES - SHA1_BYTES - 1);
  createHash('sha1').digest().copy(block);
  block.writeUInt8(1, block.length - plain.length - 1);
  block.set(plain, block.length - plain.length);
  xorInto(block, mgf1(nonce, block.length));
  const seed = Buffer.from(nonce);
  xorInto(seed, mgf1(block, SHA1_BYTES));
  return Buffer.concat([Buffer.alloc(1), seed, block]);
}

function mgf1(seed: Uint8Array, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / SHA1_BYTES) }, (_, counter) =>
    createHash('sha1')
      .update(seed)
      .update(Uint8Array.of(0, 0, 0, counter))
      .digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

function xorInto(target: Buffer, mask: Buffer): void {
  for (let at = 0; at < target.length; at++) target[at] = (target[at] ?? 0) ^ (mask[at] ?? 0);
}
