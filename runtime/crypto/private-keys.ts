/**
 * The private halves of live keys. They are found by the `KeyPair` object itself, so that a copy of
 * a pair, or a pair that came over the wire, opens and signs nothing.
 */
import assert from 'node:assert';
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  webcrypto,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyAlgorithm, KeyPair } from '../ports.ts';

export const OAEP = { name: 'RSA-OAEP', hash: 'SHA-1' };

/**
 * Node locks a key while a thread decrypts with it: through one copy two threads did 1.0 and
 * through four copies 2.0 decryptions in the time of one (Node 26, two cores). Signing needs no
 * such thing.
 */
const DECRYPTORS = 4;

interface PrivateKey {
  object: KeyObject;
  /** Made on first use: most keys only ever sign. */
  decryptors?: Promise<webcrypto.CryptoKey[]>;
  used: number;
}

export interface PrivateKeys {
  /** Starts making RSA keys that later calls of `generate` take. */
  prepare(count: number): Promise<void>;
  generate(name: string, algorithm: KeyAlgorithm): Promise<KeyPair>;
  importPem(name: string, pem: string): KeyPair;
  object(key: KeyPair): KeyObject;
  decryptor(key: KeyPair): Promise<webcrypto.CryptoKey>;
}

export function createPrivateKeys(): PrivateKeys {
  const kept = new WeakMap<KeyPair, PrivateKey>();
  const prepared: Promise<KeyObject>[] = [];

  function keep(name: string, algorithm: KeyAlgorithm, object: KeyObject): KeyPair {
    const spki = createPublicKey(object).export({ type: 'spki', format: 'der' });
    const key: KeyPair = { name, algorithm, spki: new Uint8Array(spki) };
    kept.set(key, { object, used: 0 });
    return key;
  }

  function find(key: KeyPair): PrivateKey {
    const found = kept.get(key);
    assert(found, `key pair ${key.name} was made by another Crypto`);
    return found;
  }

  return {
    async prepare(count) {
      const making = Array.from({ length: count }, () => newPrivateKey('rsa-2048'));
      prepared.push(...making);
      await Promise.all(making);
    },
    async generate(name, algorithm) {
      const ready = algorithm === 'rsa-2048' ? prepared.shift() : undefined;
      return keep(name, algorithm, await (ready ?? newPrivateKey(algorithm)));
    },
    importPem(name, pem) {
      const object = createPrivateKey(pem);
      return keep(name, algorithmOf(object), object);
    },
    object: (key) => find(key).object,
    async decryptor(key) {
      const found = find(key);
      found.decryptors ??= importDecryptors(found.object);
      const decryptors = await found.decryptors;
      const next = decryptors[found.used++ % DECRYPTORS];
      assert(next);
      return next;
    },
  };
}

const generateOnPool = promisify(generateKeyPair);

async function newPrivateKey(algorithm: KeyAlgorithm): Promise<KeyObject> {
  switch (algorithm) {
    case 'rsa-2048':
      return (await generateOnPool('rsa', { modulusLength: 2048 })).privateKey;
    case 'ec-p256':
      return (await generateOnPool('ec', { namedCurve: 'P-256' })).privateKey;
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): KeyAlgorithm {
  if (asymmetricKeyType === 'rsa' && asymmetricKeyDetails?.modulusLength === 2048) {
    return 'rsa-2048';
  }
  if (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1') {
    return 'ec-p256';
  }
  throw new RangeError(`expected a key of kind RSA-2048 or P-256, got ${asymmetricKeyType}`);
}

function importDecryptors(object: KeyObject): Promise<webcrypto.CryptoKey[]> {
  const pkcs8 = Uint8Array.from(object.export({ type: 'pkcs8', format: 'der' }));
  const copies = Array.from({ length: DECRYPTORS }, () =>
    webcrypto.subtle.importKey('pkcs8', pkcs8, OAEP, false, ['decrypt']),
  );
  return Promise.all(copies);
}
