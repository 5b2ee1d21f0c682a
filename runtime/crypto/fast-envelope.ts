/**
 * An envelope of RSA's sizes for P-256 keys, for load beyond what RSA allows: 32 bytes of the
 * sender's point, 9 bytes of a synthetic nonce that is the authentication as well, 215 bytes of
 * content. The costly part, ECDH, is done once for a sender and a receiver; only the holder of the
 * receiver's private half can open.
 *
 * The nonce follows from the content (as AES-SIV's does), so content must not repeat: it is padded
 * with chance, and where there is no room for that the sender is a new one.
 */
import {
  type Cipheriv,
  createCipheriv,
  createECDH,
  type ECDH,
  hash,
  hkdfSync,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto';
import { checkPlainFits, MODULUS_BYTES, PLAIN_BYTES_MAX } from './rsa-sizes.ts';

/** x of a point: both points that have it lead to the same secret. */
const POINT_BYTES = 32;
const BODY_BYTES = 1 + PLAIN_BYTES_MAX;
const NONCE_BYTES = MODULUS_BYTES - POINT_BYTES - BODY_BYTES;
const BODY_AT = POINT_BYTES + NONCE_BYTES;
/** Of chance in the padding: enough that equal passwords never make equal envelopes. */
const CHANCE_BYTES = 16;
export const CURVE = 'prime256v1';
const EVEN = Buffer.of(2);
const BLOCK_BYTES = 16;
const BLOCKS = Math.ceil(BODY_BYTES / BLOCK_BYTES);

export interface EnvelopeKeys {
  /** AES on single blocks, for a key stream: set up once, it is used for every envelope. */
  readonly block: Cipheriv;
  readonly nonceKey: Uint8Array;
}

export interface Sender {
  readonly ecdh: ECDH;
  readonly point: Buffer;
}

export function createSender(): Sender {
  const ecdh = createECDH(CURVE);
  ecdh.generateKeys();
  return { ecdh, point: ecdh.getPublicKey(null, 'compressed').subarray(1) };
}

/** From a secret that only these two have, and the point that is seen. */
export function deriveKeys(own: ECDH, peer: Uint8Array, senderPoint: Uint8Array): EnvelopeKeys {
  const secret = own.computeSecret(peer);
  const keys = new Uint8Array(hkdfSync('sha256', secret, senderPoint, 'pta-lab fast envelope', 64));
  return {
    block: createCipheriv('aes-256-ecb', keys.subarray(0, 32), null).setAutoPadding(false),
    nonceKey: keys.subarray(32),
  };
}

/** @throws RangeError if `plain` is longer than 214 bytes. */
export function sealFast(
  plain: Uint8Array,
  { point }: Sender,
  { block, nonceKey }: EnvelopeKeys,
): Uint8Array {
  checkPlainFits(plain);
  const sealed = new Uint8Array(MODULUS_BYTES);
  sealed.set(point);
  const body = sealed.subarray(BODY_AT);
  body[0] = plain.length;
  body.set(plain, 1);
  if (hasRoomForChance(plain)) body.set(drawChance(), BODY_BYTES - CHANCE_BYTES);
  const nonce = nonceOf(nonceKey, body);
  sealed.set(nonce, POINT_BYTES);
  mask(block, nonce, body);
  return sealed;
}

export function hasRoomForChance(plain: Uint8Array): boolean {
  return PLAIN_BYTES_MAX - plain.length >= CHANCE_BYTES;
}

export function openFast(
  sealed: Uint8Array,
  { block, nonceKey }: EnvelopeKeys,
): Uint8Array | 'undecryptable' {
  const nonce = sealed.subarray(POINT_BYTES, BODY_AT);
  const body = sealed.slice(BODY_AT);
  mask(block, nonce, body);
  if (!timingSafeEqual(nonceOf(nonceKey, body), nonce)) return 'undecryptable';
  return body.slice(1, 1 + (body[0] ?? 0));
}

/** Undefined if `sealed` cannot be an envelope at all. */
export function senderPointIn(sealed: Uint8Array): Uint8Array | undefined {
  return sealed.length === MODULUS_BYTES ? sealed.subarray(0, POINT_BYTES) : undefined;
}

/** The point that has this x, whichever of the two. */
export function pointWith(x: Uint8Array): Buffer {
  return Buffer.concat([EVEN, x]);
}

/** The body is always as long, so nobody can make one text of two. */
function nonceOf(key: Uint8Array, body: Uint8Array): Uint8Array {
  return hash('sha256', Buffer.concat([key, body]), 'buffer').subarray(0, NONCE_BYTES);
}

/** Its own inverse: the body, changed by the key stream of this nonce. */
function mask(block: Cipheriv, nonce: Uint8Array, body: Uint8Array): void {
  const counters = Buffer.alloc(BLOCKS * BLOCK_BYTES);
  for (let at = 0; at < BLOCKS; at++) {
    counters.set(nonce, at * BLOCK_BYTES);
    counters[at * BLOCK_BYTES + BLOCK_BYTES - 1] = at;
  }
  const stream = block.update(counters);
  for (let at = 0; at < body.length; at++) body[at] = (body[at] ?? 0) ^ (stream[at] ?? 0);
}

const chance = Buffer.alloc(1_024 * CHANCE_BYTES);
let chanceAt = chance.length;

/** Asking the machine for a few bytes takes as long as for many. */
function drawChance(): Uint8Array {
  if (chanceAt === chance.length) {
    randomFillSync(chance);
    chanceAt = 0;
  }
  const from = chanceAt;
  chanceAt += CHANCE_BYTES;
  return chance.subarray(from, chanceAt);
}
