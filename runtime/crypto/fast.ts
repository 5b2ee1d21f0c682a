/**
 * Crypto for load beyond the machine's RSA: P-256 keys, ES256 signatures, and an envelope of RSA's
 * sizes. It protects what it seals, and says nothing about the throughput of real agents, which
 * have RSA keys. What comes with an RSA key all the same (an agent elsewhere, the lab's CA) gets
 * RSA.
 */
import { createECDH, createPrivateKey, type ECDH, type KeyObject, sign } from 'node:crypto';
import type { KeyPair } from '../ports.ts';
import {
  CURVE,
  createSender,
  deriveKeys,
  type EnvelopeKeys,
  hasRoomForChance,
  openFast,
  pointWith,
  sealFast,
  senderPointIn,
} from './fast-envelope.ts';
import { createRecent } from './recent.ts';
import { createRsaCrypto, type LiveCrypto } from './rsa.ts';

/** DER in front of the 65 bytes of a point: SubjectPublicKeyInfo of P-256. */
const P256_HEAD = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

export function createFastCrypto(): LiveCrypto {
  const rsa = createRsaCrypto();
  const sender = createSender();
  const keysTo = createRecent((spki) => deriveKeys(sender.ecdh, pointOf(spki), sender.point));
  const holders = createHolders(rsa);
  return {
    ...rsa,
    kind: 'fast',
    get pending() {
      return rsa.pending;
    },
    generateKey: (name, algorithm = 'ec-p256') => rsa.generateKey(name, algorithm),
    // P-256 keys are made in no time.
    prepareKeys: async () => {},
    async seal(spki, plain) {
      if (!isP256(spki)) return rsa.seal(spki, plain);
      if (hasRoomForChance(plain)) return sealFast(plain, sender, keysTo(spki));
      const fresh = createSender();
      return sealFast(plain, fresh, deriveKeys(fresh.ecdh, pointOf(spki), fresh.point));
    },
    async open(key, sealed) {
      if (key.algorithm !== 'ec-p256') return rsa.open(key, sealed);
      const point = senderPointIn(sealed);
      const keys = point && holders.of(key).keysFrom(point);
      return keys ? openFast(sealed, keys) : 'undecryptable';
    },
    /** On the event loop: a thread would take longer to be told than to sign. */
    async sign(key, bytes) {
      if (key.algorithm !== 'ec-p256') return rsa.sign(key, bytes);
      return new Uint8Array(sign('sha256', bytes, holders.of(key).object));
    },
  };
}

/** The private half of a key, ready for use. */
interface Holder {
  readonly object: KeyObject;
  /** Undefined: that is no sender's point. */
  keysFrom(point: Uint8Array): EnvelopeKeys | undefined;
}

function createHolders(rsa: LiveCrypto): { of(key: KeyPair): Holder } {
  const kept = new WeakMap<KeyPair, Holder>();
  return {
    of(key) {
      const holder = kept.get(key) ?? createHolder(rsa.privatePem(key));
      kept.set(key, holder);
      return holder;
    },
  };
}

function createHolder(privatePem: string): Holder {
  const object = createPrivateKey(privatePem);
  const ecdh = createECDH(CURVE);
  ecdh.setPrivateKey(Buffer.from(object.export({ format: 'jwk' }).d ?? '', 'base64url'));
  const keysFrom = createRecent((point) => keysOrNone(ecdh, point));
  return { object, keysFrom };
}

function keysOrNone(ecdh: ECDH, point: Uint8Array): EnvelopeKeys | undefined {
  try {
    return deriveKeys(ecdh, pointWith(point), point);
  } catch {
    // Every other 32 bytes are the x of no point: nobody has sent that.
    return undefined;
  }
}

function isP256(spki: Uint8Array): boolean {
  return Buffer.compare(spki.subarray(0, P256_HEAD.length), P256_HEAD) === 0;
}

function pointOf(spki: Uint8Array): Uint8Array {
  return spki.subarray(P256_HEAD.length);
}
