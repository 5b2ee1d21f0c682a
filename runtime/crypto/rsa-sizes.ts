/**
 * The sizes of RSA-2048 with OAEP and SHA-1 (RFC 8017, 7.1; fact sheet 3.11). Every kind of crypto
 * keeps them, so that a password which would not fit a real agent's key does not fit the stand-in's
 * either.
 */
export const MODULUS_BYTES = 256;
export const SHA1_BYTES = 20;
export const PLAIN_BYTES_MAX = MODULUS_BYTES - 2 * SHA1_BYTES - 2;

/** @throws RangeError */
export function checkPlainFits(plain: Uint8Array): void {
  if (plain.length <= PLAIN_BYTES_MAX) return;
  throw new RangeError(
    `expected at most ${PLAIN_BYTES_MAX} bytes to seal with RSA-2048 OAEP, got ${plain.length}`,
  );
}
