/**
 * Real RSA-2048 and EC P-256 for live runs, on libuv's thread pool: nothing here holds up the event
 * loop. `pending` counts the jobs in flight, because a live clock must not jump over one of them.
 */
import { createPublicKey, type KeyObject, sign, verify, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import type { Crypto } from '../ports.ts';
import { createJobCount } from './job-count.ts';
import type { KeyExport } from './key-export.ts';
import { createPrivateKeys, OAEP } from './private-keys.ts';
import { createRecent } from './recent.ts';
import { checkPlainFits } from './rsa-sizes.ts';

export interface LiveCrypto extends Crypto, KeyExport {
  readonly kind: 'rsa' | 'fast';
  /** Starts making RSA keys before they are asked for: they are most of what a start waits for. */
  prepareKeys(count: number): Promise<void>;
  /** Jobs in flight. */
  readonly pending: number;
  /** Called each time `pending` falls to 0, before whoever awaits that job goes on. */
  onSettled(listener: () => void): Disposable;
}

export function createRsaCrypto(): LiveCrypto {
  const jobs = createJobCount();
  const keys = createPrivateKeys();
  const publicKey = createRecent(readPublicKey);
  const encryptor = createRecent(readEncryptor);
  return {
    kind: 'rsa',
    generateKey: (name, algorithm = 'rsa-2048') => jobs.run(() => keys.generate(name, algorithm)),
    prepareKeys: (count) => jobs.run(() => keys.prepare(count)),
    async seal(spki, plain) {
      checkPlainFits(plain);
      return jobs.run(async () => encrypt(await encryptor(spki), plain));
    },
    open: (key, sealed) => jobs.run(async () => decrypt(await keys.decryptor(key), sealed)),
    sign: (key, bytes) => jobs.run(() => signOnPool('sha256', bytes, keys.object(key))),
    verify: (spki, bytes, signature) =>
      jobs.run(() => verifies(() => publicKey(spki), bytes, signature)),
    privatePem: (key) => keys.object(key).export({ type: 'pkcs8', format: 'pem' }).toString(),
    importKey: keys.importPem,
    get pending() {
      return jobs.pending();
    },
    onSettled: jobs.onSettled,
  };
}

const signOnPool = promisify(sign);
const verifyOnPool = promisify(verify);

function readPublicKey(spki: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(spki), type: 'spki', format: 'der' });
}

function readEncryptor(spki: Uint8Array): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('spki', Uint8Array.from(spki), OAEP, false, ['encrypt']);
}

async function encrypt(key: webcrypto.CryptoKey, plain: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await webcrypto.subtle.encrypt(OAEP, key, Uint8Array.from(plain)));
}

async function decrypt(
  key: webcrypto.CryptoKey,
  sealed: Uint8Array,
): Promise<Uint8Array | 'undecryptable'> {
  try {
    return new Uint8Array(await webcrypto.subtle.decrypt(OAEP, key, Uint8Array.from(sealed)));
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'OperationError') return 'undecryptable';
    throw cause;
  }
}

async function verifies(
  key: () => KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    return await verifyOnPool('sha256', bytes, key(), signature);
  } catch {
    // Node refuses keys it cannot read or use for SHA-256; such a key has signed nothing.
    return false;
  }
}
