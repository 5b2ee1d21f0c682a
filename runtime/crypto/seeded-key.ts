/**
 * An RSA-2048 private key from dice. Node's own generator cannot be seeded, so the primes are
 * searched here: the same dice give the same key on every version of Node, since whether a number
 * is prime is no matter of version.
 */
import { constants, createDiffieHellman, createPrivateKey, type KeyObject } from 'node:crypto';
import type { Dice } from '../ports.ts';
import { MODULUS_BYTES } from './rsa-sizes.ts';

const EXPONENT = 65537n;
const PRIME_BYTES = MODULUS_BYTES / 2;

export function seededPrivateKey(dice: Dice): KeyObject {
  const p = findPrime(dice);
  const q = findPrime(dice);
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const key = {
    kty: 'RSA',
    n: base64url(p * q),
    e: base64url(EXPONENT),
    d: base64url(d),
    p: base64url(p),
    q: base64url(q),
    dp: base64url(d % (p - 1n)),
    dq: base64url(d % (q - 1n)),
    qi: base64url(inverse(q, p)),
  };
  return createPrivateKey({ key, format: 'jwk' });
}

function findPrime(dice: Dice): bigint {
  const start = Buffer.from(dice.bytes(PRIME_BYTES));
  // With the two top bits set the product of two primes has exactly 2048 bits.
  start.writeUInt8(start.readUInt8(0) | 0xc0, 0);
  let candidate = BigInt(`0x${start.toString('hex')}`) | 1n;
  while (candidate % EXPONENT === 1n || !isPrime(candidate)) candidate += 2n;
  return candidate;
}

/**
 * The check that a Diffie-Hellman group gets is OpenSSL's primality test. `checkPrimeSync` is the
 * same test, but makes a job of it, which the guard of virtual runs takes for stray asynchronous
 * work.
 */
function isPrime(candidate: bigint): boolean {
  const group = createDiffieHellman(Buffer.from(candidate.toString(16), 'hex'), 2);
  return (group.verifyError & constants.DH_CHECK_P_NOT_PRIME) === 0;
}

/** Extended Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [remainder, next] = [modulus, value % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (next !== 0n) {
    const quotient = remainder / next;
    [remainder, next] = [next, remainder - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex').toString('base64url');
}
